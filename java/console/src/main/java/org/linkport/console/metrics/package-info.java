/* SPDX-License-Identifier: Apache-2.0 */
/** Meters of a Linkport; needs Micrometer, which the program brings. */
@NullMarked
package org.linkport.console.metrics;

import org.jspecify.annotations.NullMarked;
