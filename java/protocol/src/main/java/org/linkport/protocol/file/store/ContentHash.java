/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/** The SHA-256 of bytes as they come. Not for several threads. */
public final class ContentHash {
    /** Of a hash. */
    public static final int BYTES = 32;

    private static final int READ_BYTES = 128 << 10;

    private final MessageDigest digest;
    private long bytes;

    /** Of no bytes. */
    public ContentHash() {
        this(newDigest(), 0);
    }

    private ContentHash(MessageDigest digest, long bytes) {
        this.digest = digest;
        this.bytes = bytes;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The bytes between position and limit, which stay where they are, are next. */
    public void add(ByteBuffer next) {
        bytes += next.remaining();
        digest.update(next.duplicate());
    }

    /**
     * What a file has from the bytes so far on, up to {@code end}, is next.
     *
     * @param stop looked at now and then
     * @return false if it was stopped, or the file has fewer bytes
     */
    public boolean addFrom(FileChannel file, long end, BooleanSupplier stop) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES, Math.max(1, end - bytes)));
        while (bytes < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - bytes));
            if (stop.getAsBoolean() || file.read(buffer, bytes) <= 0) {
                return false;
            }
            add(buffer.flip());
        }
        return true;
    }

    /** How many bytes there were. */
    public long bytes() {
        return bytes;
    }

    /** Of the bytes so far; more may follow. */
    public byte[] value() {
        return copy().digest.digest();
    }

    /** One that goes on from here by itself. */
    public ContentHash copy() {
        try {
            return new ContentHash((MessageDigest) digest.clone(), bytes);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the SHA-256 of this Java cannot be copied", e);
        }
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(value()) + " of " + bytes + " bytes";
    }
}
