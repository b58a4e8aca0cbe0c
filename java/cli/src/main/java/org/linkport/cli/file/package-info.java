/* SPDX-License-Identifier: Apache-2.0 */
/** Files of a server: put, get, ls, cat, cp. */
@NullMarked
package org.linkport.cli.file;

import org.jspecify.annotations.NullMarked;
