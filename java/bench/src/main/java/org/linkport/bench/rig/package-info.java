/* SPDX-License-Identifier: Apache-2.0 */
/** Runs servers and load side by side, and measures. */
@org.jspecify.annotations.NullMarked
package org.linkport.bench.rig;
