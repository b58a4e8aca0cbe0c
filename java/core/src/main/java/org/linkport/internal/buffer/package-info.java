// SPDX-License-Identifier: Apache-2.0
/** Direct memory in fixed-size chunks. A leaf: imports nothing of ours. */
@NullMarked
package org.linkport.internal.buffer;

import org.jspecify.annotations.NullMarked;
