/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal;

import org.jspecify.annotations.Nullable;
import org.linkport.console.LogSource;
import org.linkport.console.logback.ConsoleAppender;

/** The lines of a console's log: those that the program gives, or all of logback's for as long as the console runs. */
public final class LogFeed implements AutoCloseable {
    private final LogSource source;
    private final @Nullable AutoCloseable appender;
    private final boolean given;

    private LogFeed(LogSource source, @Nullable AutoCloseable appender, boolean given) {
        this.source = source;
        this.appender = appender;
        this.given = given;
    }

    /** Feeds a source of its own if there is none; without logback it stays empty. */
    public static LogFeed start(@Nullable LogSource given) {
        if (given != null) {
            return new LogFeed(given, null, true);
        }
        LogSource source = new LogSource();
        try {
            return new LogFeed(source, ConsoleAppender.attach(source), false);
        } catch (LinkageError | IllegalStateException absent) { // no logback, or slf4j speaks to something else
            return new LogFeed(source, null, false);
        }
    }

    /** The lines. */
    public LogSource source() {
        return source;
    }

    /** Whether anybody adds lines to it, as far as one can know. */
    public boolean isFed() {
        return given || appender != null;
    }

    @Override
    public void close() {
        if (appender != null) {
            try {
                appender.close();
            } catch (Exception e) {
                throw new IllegalStateException("the appender does not let go", e);
            }
        }
    }
}
