/* SPDX-License-Identifier: Apache-2.0 */
/** systemd: what a unit with {@code Type=notify} says to it. */
@NullMarked
package org.linkport.service.internal.systemd;

import org.jspecify.annotations.NullMarked;
