/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.linkport.protocol.conversation.Protocol;
import org.linkport.protocol.file.store.ClientPath;
import org.linkport.protocol.file.store.FileEntry;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueException;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;

/** Types, kinds and flags of files on the wire; docs/protocol.md says what stands behind each. */
final class FileWire {
    static final String NAME = "files";
    static final String READ_PERMISSION = "files:read";
    static final String WRITE_PERMISSION = "files:write";

    static final Protocol.Range TYPES = new Protocol.Range(0x8100, 0x81FF);
    static final Protocol.Range KINDS = new Protocol.Range(0x40, 0x4F);
    static final int DATA = 0x40;
    static final int CREDIT = 0x41;

    static final int LIST = 0x8100;
    static final int ENTRY = 0x8101;
    static final int DELETE = 0x8102;
    static final int MAKE_DIRECTORIES = 0x8103;
    static final int UPLOAD = 0x8110;
    static final int UPLOAD_FROM = 0x8111;
    static final int UPLOAD_END = 0x8112;
    static final int DOWNLOAD = 0x8118;
    static final int DOWNLOAD_END = 0x8119;
    static final int OPEN = 0x8120;
    static final int READ = 0x8121;
    static final int WRITE = 0x8122;
    static final int SIZE = 0x8123;
    static final int TRUNCATE = 0x8124;
    static final int SYNC = 0x8125;
    static final int HASH = 0x8126;
    static final int CLOSE = 0x8130;
    static final int FAILED = 0x8131;

    /** Flags of UPLOAD. */
    static final int REPLACE = 1;

    static final int RESUME = 2;
    static final int MAKE_PARENTS = 4;

    /** Flag of CLOSE. */
    static final int DISCARD = 1;

    static final int TOKEN_BYTES = 16;

    /** Before the bytes of DATA, the kind included. */
    static final int DATA_HEAD_BYTES = 13;

    /** A file that READ or WRITE moves at once, at most. */
    static final int REQUEST_BYTES_MAX = 256 << 10;

    private static final int ANSWER_BYTES_MAX = 1 << 26;

    private FileWire() {}

    static ValueWriter writer() {
        return ValueWriter.growing(ANSWER_BYTES_MAX, ByteOrder.BIG_ENDIAN);
    }

    static ValueReader reader(ByteBuffer body) {
        return new ValueReader(body, ByteOrder.BIG_ENDIAN);
    }

    static ValueWriter text(ValueWriter writer, String text) {
        return writer.text(LengthForm.U16, text, StandardCharsets.UTF_8);
    }

    /** A path, which may be none. */
    static String pathText(ValueReader reader) {
        return reader.text(LengthForm.U16, ClientPath.PATH_BYTES_MAX, StandardCharsets.UTF_8);
    }

    static ValueWriter entry(ValueWriter writer, FileEntry entry) {
        writer.u8(entry.kind().number()).i64(entry.sizeBytes()).i64(entry.modifiedMillis());
        return text(writer, entry.name());
    }

    /**
     * What a server says that is in a directory.
     *
     * @throws org.linkport.protocol.file.store.FileException if no file may be called so
     */
    static FileEntry entry(ValueReader reader, boolean named) {
        int kind = reader.u8();
        FileEntry.Kind[] kinds = FileEntry.Kind.values();
        if (kind >= kinds.length) {
            throw new ValueException("an entry of kind " + kind, null);
        }
        long size = reader.u63();
        long modified = reader.i64();
        String name = pathText(reader);
        if (named) {
            ClientPath.checkName(name);
        }
        return new FileEntry(name, kinds[kind], size, modified);
    }

    static ByteBuffer dataHead(long handle, long offset) {
        return ByteBuffer.allocate(DATA_HEAD_BYTES)
                .put((byte) DATA)
                .putInt((int) handle)
                .putLong(offset)
                .flip();
    }

    static ByteBuffer credit(long handle, long limit) {
        return ByteBuffer.allocate(13)
                .put((byte) CREDIT)
                .putInt((int) handle)
                .putLong(limit)
                .flip();
    }

    static ByteBuffer failed(long handle, int code, String text) {
        return text(writer().u32(handle).u16(code), text).take();
    }
}
