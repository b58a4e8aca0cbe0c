// SPDX-License-Identifier: Apache-2.0
/** The MXBean of a Linkport, for those who ask for it: the module java.management is optional. */
@NullMarked
package org.linkport.internal.jmx;

import org.jspecify.annotations.NullMarked;
