/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueException;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;

/**
 * One line of a log.
 *
 * @param timeMillis when, since 1970
 * @param level how bad it is
 * @param thread which thread said it
 * @param logger which part said it
 * @param text what it said, the stack trace included; cut after 8,192 characters
 */
public record LogLine(long timeMillis, Level level, String thread, String logger, String text) {
    private static final int TEXT_CHARS_MAX = 8_192;
    private static final int NAME_CHARS_MAX = 256;
    private static final int BYTES_MAX = 64 << 10;

    /** How bad a line is, the worst first. */
    public enum Level {
        /** Something failed. */
        ERROR(0),
        /** Something may fail. */
        WARN(1),
        /** Something happened. */
        INFO(2),
        /** For who looks for an error. */
        DEBUG(3),
        /** For who looks closely. */
        TRACE(4);

        private final int number; // on the wire

        Level(int number) {
            this.number = number;
        }

        /** Whether a line of this level is bad enough for who wants {@code least}. */
        public boolean isAtLeast(Level least) {
            return number <= least.number;
        }

        int number() {
            return number;
        }

        static Level of(int number) {
            for (Level each : values()) {
                if (each.number == number) {
                    return each;
                }
            }
            throw new ValueException("no such level: " + number);
        }
    }

    /** Cuts what is too long. */
    public LogLine {
        thread = cut(thread, NAME_CHARS_MAX);
        logger = cut(logger, NAME_CHARS_MAX);
        text = cut(text, TEXT_CHARS_MAX);
    }

    private static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        // Never between the two halves of a character.
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars);
    }

    ByteBuffer body() {
        return ValueWriter.growing(BYTES_MAX, ByteOrder.BIG_ENDIAN)
                .i64(timeMillis)
                .u8(level.number())
                .text(LengthForm.U16, thread, StandardCharsets.UTF_8)
                .text(LengthForm.U16, logger, StandardCharsets.UTF_8)
                .text(LengthForm.U16, text, StandardCharsets.UTF_8)
                .take();
    }

    static LogLine read(ByteBuffer body) {
        ValueReader fields = new ValueReader(body, ByteOrder.BIG_ENDIAN);
        LogLine line = new LogLine(
                fields.i64(),
                Level.of(fields.u8()),
                fields.text(LengthForm.U16, 0xFFFF, StandardCharsets.UTF_8),
                fields.text(LengthForm.U16, 0xFFFF, StandardCharsets.UTF_8),
                fields.text(LengthForm.U16, 0xFFFF, StandardCharsets.UTF_8));
        fields.end();
        return line;
    }
}
