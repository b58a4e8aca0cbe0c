/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueException;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;

/**
 * The greeting of one side.
 *
 * @param lowest the lowest version that it speaks
 * @param highest the highest; a server's greeting has the one that is spoken in both
 * @param maxPayloadBytes the longest payload it takes once somebody is logged in
 * @param logins the ways to log in, of a server
 * @param protocols what it speaks
 */
record Hello(int lowest, int highest, int maxPayloadBytes, List<String> logins, List<String> protocols) {
    static final int MAGIC = 0x4C4B_5054; // LKPT
    static final int VERSION = 1;

    /** What a payload may have before somebody is logged in. */
    static final int FIRST_PAYLOAD_BYTES = 4_096;

    static final int NAME_BYTES_MAX = 32;
    private static final int NAMES_MAX = 48; // so that a greeting fits FIRST_PAYLOAD_BYTES

    Hello {
        logins = List.copyOf(logins);
        protocols = List.copyOf(protocols);
        if (logins.size() > NAMES_MAX || protocols.size() > NAMES_MAX) {
            throw new IllegalArgumentException("more than " + NAMES_MAX + " names in a greeting");
        }
    }

    boolean speaks(int version) {
        return lowest <= version && version <= highest;
    }

    ByteBuffer payload() {
        ValueWriter writer = ValueWriter.growing(FIRST_PAYLOAD_BYTES, ByteOrder.BIG_ENDIAN)
                .u8(LinkKind.HELLO)
                .i32(MAGIC)
                .u8(lowest)
                .u8(highest)
                .u32(maxPayloadBytes);
        putNames(writer, logins);
        putNames(writer, protocols);
        return writer.take();
    }

    private static void putNames(ValueWriter writer, List<String> names) {
        writer.u8(names.size());
        for (String name : names) {
            writer.text(LengthForm.U16, name, StandardCharsets.UTF_8);
        }
    }

    /**
     * Whether the payload is a greeting of ours, of whatever version. Does not move it.
     *
     * @param payload from its kind on
     */
    static boolean isOurs(ByteBuffer payload) {
        int at = payload.position();
        return payload.remaining() >= 7 && payload.get(at) == LinkKind.HELLO && payload.getInt(at + 1) == MAGIC;
    }

    /** Reads the versions behind kind and magic, which look the same in every version. */
    static Hello versions(ValueReader fields) {
        return new Hello(fields.u8(), fields.u8(), FIRST_PAYLOAD_BYTES, List.of(), List.of());
    }

    /** Reads what stands behind the versions, in version 1. What is behind that is of later versions. */
    Hello rest(ValueReader fields) {
        long max = fields.u32();
        if (max < FIRST_PAYLOAD_BYTES) { // goodbyes and refusals would not fit
            throw new ValueException("a peer that takes " + max + " bytes at most");
        }
        int bytes = (int) Math.min(max, ConversationOptions.PAYLOAD_BYTES_MAX);
        return new Hello(lowest, highest, bytes, names(fields), names(fields));
    }

    private static List<String> names(ValueReader fields) {
        int count = fields.u8();
        if (count > NAMES_MAX) {
            throw new ValueException(count + " names, at most " + NAMES_MAX);
        }
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(fields.text(LengthForm.U16, NAME_BYTES_MAX, StandardCharsets.UTF_8));
        }
        return names;
    }
}
