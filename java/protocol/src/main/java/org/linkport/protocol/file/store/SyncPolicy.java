/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

/** What the system must have written down before a file counts as stored. */
public enum SyncPolicy {
    /** Nothing: a loss of power may take files of the last moments, or leave them with holes. */
    NONE,
    /** The bytes of the file, before it has its name: what has the name is whole. */
    FILE,
    /** The bytes and the name, as far as the system can be asked: what was acknowledged survives. */
    FILE_AND_NAME
}
