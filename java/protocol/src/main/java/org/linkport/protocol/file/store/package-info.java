// SPDX-License-Identifier: Apache-2.0
/**
 * Where files are kept: below a {@link org.linkport.protocol.file.store.FileRoot}, which no path leads out of, in parts
 * until they are whole. Needs no link, and blocks.
 */
@NullMarked
package org.linkport.protocol.file.store;

import org.jspecify.annotations.NullMarked;
