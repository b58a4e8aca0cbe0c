// SPDX-License-Identifier: Apache-2.0
/**
 * Numbers, strings and varints in the bytes of a buffer, read and written with every bound checked. Nothing here knows
 * of links.
 */
@NullMarked
package org.linkport.protocol.value;

import org.jspecify.annotations.NullMarked;
