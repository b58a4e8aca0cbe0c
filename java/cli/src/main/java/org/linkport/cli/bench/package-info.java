/* SPDX-License-Identifier: Apache-2.0 */
/** {@code linkport bench}: what a server and the way to it carry, by links and packet sizes. */
@NullMarked
package org.linkport.cli.bench;

import org.jspecify.annotations.NullMarked;
