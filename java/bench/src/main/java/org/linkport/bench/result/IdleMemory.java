/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

/**
 * What a link costs that does nothing, in bytes.
 *
 * @param residentBytes of the server's process, with its heap collected and shrunk to what lives
 * @param kernelBytes of the kernel, for both ends of the connection
 */
public record IdleMemory(double residentBytes, double kernelBytes) {}
