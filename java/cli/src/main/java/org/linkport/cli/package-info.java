/* SPDX-License-Identifier: Apache-2.0 */
/** The command {@code linkport}: what its subcommands share. */
@NullMarked
package org.linkport.cli;

import org.jspecify.annotations.NullMarked;
