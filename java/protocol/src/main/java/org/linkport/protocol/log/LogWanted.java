/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.linkport.protocol.internal.OptionRange;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;

/**
 * Which lines of a log somebody wants.
 *
 * @param level and everything worse
 * @param logger what the name of the logger begins with; empty for all
 * @param lastLines how many of those that are there already; 0 to 1,000
 * @param follow whether also those that are still to come
 */
public record LogWanted(LogLine.Level level, String logger, int lastLines, boolean follow) {
    private static final int LOGGER_BYTES_MAX = 1_024;
    private static final int LINES_MAX = 1_000;

    /** Checks the range. */
    public LogWanted {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(logger, "logger");
        OptionRange.check("lastLines", lastLines, 0, LINES_MAX);
    }

    boolean means(LogLine line) {
        return line.level().isAtLeast(level) && line.logger().startsWith(logger);
    }

    ByteBuffer body() {
        return ValueWriter.growing(LOGGER_BYTES_MAX + 16, ByteOrder.BIG_ENDIAN)
                .u8(level.number())
                .text(LengthForm.U16, logger, StandardCharsets.UTF_8)
                .u16(lastLines)
                .bool(follow)
                .take();
    }

    static LogWanted read(ByteBuffer body) {
        ValueReader fields = new ValueReader(body, ByteOrder.BIG_ENDIAN);
        LogLine.Level level = LogLine.Level.of(fields.u8());
        String logger = fields.text(LengthForm.U16, LOGGER_BYTES_MAX, StandardCharsets.UTF_8);
        int lastLines = Math.min(LINES_MAX, fields.u16());
        boolean follow = fields.bool();
        fields.end();
        return new LogWanted(level, logger, lastLines, follow);
    }
}
