// SPDX-License-Identifier: Apache-2.0
/** The engine over {@code java.nio}: one selector and one read chunk for each worker. */
@NullMarked
package org.linkport.internal.nio;

import org.jspecify.annotations.NullMarked;
