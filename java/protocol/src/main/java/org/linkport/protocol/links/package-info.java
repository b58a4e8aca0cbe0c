// SPDX-License-Identifier: Apache-2.0
/**
 * The links of a server from afar: listed, closed, sent to, and its statistics. See
 * {@link org.linkport.protocol.links.LinkControl}.
 */
@NullMarked
package org.linkport.protocol.links;

import org.jspecify.annotations.NullMarked;
