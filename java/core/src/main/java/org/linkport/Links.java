/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Optional;

/**
 * The open links of a {@link Linkport}. Iteration is weakly consistent: it stops nothing, sees every link that is open
 * throughout, and may or may not see one that opens or closes meanwhile.
 */
public interface Links extends Iterable<Link> {
    /** The link of that id, empty once it has closed, however often its place was reused. Needs no hash map. */
    Optional<Link> find(long id);

    /** Links open now. */
    int count();
}
