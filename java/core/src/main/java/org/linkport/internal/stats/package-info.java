// SPDX-License-Identifier: Apache-2.0
/** Counters with a single writer each. A leaf: imports the public types only. */
@NullMarked
package org.linkport.internal.stats;

import org.jspecify.annotations.NullMarked;
