/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.life;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Where an operator looks for what became of a service: the event log, or standard error. Any thread; never throws. */
public interface Journal {
    /** How bad it is. */
    enum Level {
        /** As it should be. */
        INFO,
        /** Worth a look. */
        WARNING,
        /** Something failed. */
        ERROR
    }

    /** What is told of a service; the number is the event id under Windows and never changes. */
    enum Entry {
        /** It serves. */
        STARTED(100, Level.INFO),
        /** It stopped in order. */
        STOPPED(101, Level.INFO),
        /** The stop took longer than it may. */
        DRAIN_EXCEEDED(200, Level.WARNING),
        /** The stop of the program failed. */
        STOP_FAILED(201, Level.ERROR),
        /** The start failed. */
        START_FAILED(300, Level.ERROR),
        /** The start took longer than it may. */
        START_TIMED_OUT(301, Level.ERROR),
        /** The program said that it cannot go on. */
        FAILED(302, Level.ERROR);

        private final int eventId;
        private final Level level;

        Entry(int eventId, Level level) {
            this.eventId = eventId;
            this.level = level;
        }

        /** 1 to 1,000, which are the ids that EventCreate.exe has a text for. */
        public int eventId() {
            return eventId;
        }

        /** How bad it is. */
        public Level level() {
            return level;
        }
    }

    /** Writes one entry. */
    void write(Entry entry, String text, @Nullable Throwable cause);

    /** A journal of lines in a stream. */
    static Journal to(PrintStream stream) {
        return (entry, text, cause) -> stream.println(entry.level() + " " + withCause(text, cause));
    }

    /** The text, followed by the stack trace of the cause. */
    static String withCause(String text, @Nullable Throwable cause) {
        if (cause == null) {
            return text;
        }
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        return text + System.lineSeparator() + trace.toString().stripTrailing();
    }
}
