// SPDX-License-Identifier: Apache-2.0
/**
 * What programs speak over Linkport. {@link org.linkport.protocol.Carrier} is what the layers have in common: whatever
 * carries payloads whole and in order can be spoken over.
 */
@NullMarked
package org.linkport.protocol;

import org.jspecify.annotations.NullMarked;
