/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

/**
 * One cell of the matrix.
 *
 * @param links open at once
 * @param packetBytes of each packet, its head included
 */
record BenchCell(BenchMode mode, int links, int packetBytes) {}
