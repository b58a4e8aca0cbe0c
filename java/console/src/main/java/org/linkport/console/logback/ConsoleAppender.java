/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.linkport.console.LogLine;
import org.linkport.console.LogSource;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Gives the lines of logback to a {@link LogSource}. A console attaches one to the root logger by itself, unless it is
 * given a source of the program's. Takes no lock.
 */
public final class ConsoleAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final LogSource source;

    private ConsoleAppender(LogSource source) {
        this.source = source;
    }

    /**
     * Attaches one to the root logger.
     *
     * @return what detaches it
     * @throws IllegalStateException if slf4j does not speak to logback
     */
    public static AutoCloseable attach(LogSource source) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (!(factory instanceof LoggerContext context)) {
            throw new IllegalStateException("slf4j does not speak to logback but to " + factory.getClass());
        }
        ConsoleAppender appender = new ConsoleAppender(source);
        appender.setContext(context);
        appender.setName("linkport-console");
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        return () -> {
            root.detachAppender(appender);
            appender.stop();
        };
    }

    @Override
    protected void append(ILoggingEvent event) {
        source.add(new LogLine(
                event.getTimeStamp(),
                level(event.getLevel()),
                event.getLoggerName(),
                event.getThreadName(),
                text(event)));
    }

    private static String text(ILoggingEvent event) {
        String text = event.getFormattedMessage();
        return event.getThrowableProxy() == null
                ? text
                : text + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    private static LogLine.Level level(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> LogLine.Level.ERROR;
            case Level.WARN_INT -> LogLine.Level.WARN;
            case Level.INFO_INT -> LogLine.Level.INFO;
            case Level.DEBUG_INT -> LogLine.Level.DEBUG;
            default -> LogLine.Level.TRACE;
        };
    }
}
