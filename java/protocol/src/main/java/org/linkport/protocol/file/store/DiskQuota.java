/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.io.IOException;
import java.nio.file.FileStore;

/** How much may be stored. Room is reserved before it is written to, and given back with what is deleted. Any thread. */
final class DiskQuota {
    private final FileStore disk;
    private final long maxBytes;
    private final long minFreeBytes;
    private long usedBytes;

    /** @param usedBytes what is stored already */
    DiskQuota(FileStore disk, StoreLimits limits, long usedBytes) {
        this.disk = disk;
        this.maxBytes = limits.maxStoredBytes();
        this.minFreeBytes = limits.minFreeBytes();
        this.usedBytes = usedBytes;
    }

    /** Adds to what is used; less than zero gives back. */
    void reserve(long bytes, String name) {
        reserve(bytes, bytes, name);
    }

    /** The same, where so many bytes will be written, and the others are a hole. */
    synchronized void reserve(long bytes, long writtenBytes, String name) {
        if (bytes > 0) {
            if (bytes > maxBytes - usedBytes) {
                throw new FileException(
                        FileFailure.QUOTA,
                        name + " needs " + bytes + " bytes, " + (maxBytes - usedBytes) + " are left");
            }
            checkFree(Math.min(bytes, writtenBytes), name);
        }
        usedBytes = Math.max(0, usedBytes + bytes);
    }

    private void checkFree(long bytes, String name) {
        try {
            if (bytes > disk.getUsableSpace() - minFreeBytes) {
                throw new FileException(FileFailure.DISK_FULL, name + " needs " + bytes + " bytes");
            }
        } catch (IOException e) {
            throw FileException.of(e, name);
        }
    }

    /** Bytes stored or reserved. */
    synchronized long usedBytes() {
        return usedBytes;
    }
}
