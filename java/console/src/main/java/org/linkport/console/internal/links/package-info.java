/* SPDX-License-Identifier: Apache-2.0 */
/** Links as the page shows them: found, sorted and cut into pages here, since there may be very many; and what is done to them. */
@NullMarked
package org.linkport.console.internal.links;

import org.jspecify.annotations.NullMarked;
