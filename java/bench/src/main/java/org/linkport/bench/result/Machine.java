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
 * @param jdk of the servers
 * @param versions of the libraries on the servers' class path
 */
public record Machine(int cores, long memoryMib, String kernel, String jdk, SortedMap<String, String> versions) {
    /** Takes a copy. */
    public Machine {
        versions = new TreeMap<>(versions);
    }
}
