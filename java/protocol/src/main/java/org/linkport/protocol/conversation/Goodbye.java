/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.linkport.protocol.internal.OptionRange;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;

/**
 * The last word of one side, and why.
 *
 * @param code 0 to 255; those from {@link #FIRST_OF_PROGRAM} on are the program's
 * @param text for people; at most 1,024 characters are kept
 */
public record Goodbye(int code, String text) {
    /** All is said. */
    public static final int DONE = 0;

    /** What came first was no greeting of ours that can be read. */
    public static final int NO_HELLO = 1;

    /** No version that both speak. */
    public static final int NO_VERSION = 2;

    /** The peer broke the rules; the text begins with the {@link org.linkport.protocol.frame.FrameFault}. */
    public static final int BREACH = 3;

    /** Nobody has logged in in time. */
    public static final int TOO_LATE = 4;

    /** Too many logins have failed. */
    public static final int LOGIN_FAILED = 5;

    /** A payload or a message of a protocol that the user may not speak. */
    public static final int NOT_PERMITTED = 6;

    /** This side is being stopped. */
    public static final int STOPPING = 7;

    /** A limit is reached; later it may be different. */
    public static final int LIMIT = 8;

    /** An operator has ended it. */
    public static final int ENDED_BY_OPERATOR = 9;

    /** The first code whose meaning a program decides. */
    public static final int FIRST_OF_PROGRAM = 128;

    private static final int TEXT_MAX = 1_024;

    /** Checks the code and cuts the text. */
    public Goodbye {
        OptionRange.check("code", code, 0, 255);
        Objects.requireNonNull(text, "text");
        text = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
    }

    ByteBuffer payload() {
        return ValueWriter.growing(8 + 3 * TEXT_MAX, ByteOrder.BIG_ENDIAN)
                .u8(LinkKind.GOODBYE)
                .u8(code)
                .text(LengthForm.U16, text, StandardCharsets.UTF_8)
                .take();
    }

    /** Reads what stands behind the kind. */
    static Goodbye read(ValueReader fields) {
        int code = fields.u8();
        String text = fields.text(LengthForm.U16, 3 * TEXT_MAX, StandardCharsets.UTF_8);
        fields.end();
        return new Goodbye(code, text);
    }
}
