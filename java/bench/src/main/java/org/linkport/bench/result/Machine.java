/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where it was measured, and with what; nothing else of the machine.
 *
 * @param cores processors
 * @param memoryMib memory
 * @param kernel of the system
 * @param congestion how the system controls congestion on the links
 * @param jdk of the servers
 * @param versions of the libraries on the servers' class path
 */
public record Machine(
        int cores, long memoryMib, String kernel, String congestion, String jdk, SortedMap<String, String> versions) {
    /** One that nobody looked at. */
    public static final Machine UNKNOWN = new Machine(0, 0, "", "", "", new TreeMap<>());

    /** Takes a copy. */
    public Machine {
        versions = new TreeMap<>(versions);
    }
}
