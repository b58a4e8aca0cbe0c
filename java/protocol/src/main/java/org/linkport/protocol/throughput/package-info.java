// SPDX-License-Identifier: Apache-2.0
/**
 * Measures what a link carries: echo, upload, download, with every byte checked on the side that gets it. See
 * {@link org.linkport.protocol.throughput.Throughput}.
 */
@NullMarked
package org.linkport.protocol.throughput;

import org.jspecify.annotations.NullMarked;
