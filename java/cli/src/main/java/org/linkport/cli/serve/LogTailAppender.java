/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.serve;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.linkport.protocol.log.LogLine;
import org.linkport.protocol.log.LogTail;

/** Gives what is logged to those who follow the log. */
final class LogTailAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final LogTail tail;

    LogTailAppender(LogTail tail) {
        this.tail = tail;
        setName("tail");
    }

    @Override
    protected void append(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        String text = thrown == null
                ? event.getFormattedMessage()
                : event.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(thrown);
        tail.publish(new LogLine(
                event.getTimeStamp(), level(event.getLevel()), event.getThreadName(), event.getLoggerName(), text));
    }

    private static LogLine.Level level(Level level) {
        return switch (level.levelInt) {
            case Level.ERROR_INT -> LogLine.Level.ERROR;
            case Level.WARN_INT -> LogLine.Level.WARN;
            case Level.INFO_INT -> LogLine.Level.INFO;
            case Level.DEBUG_INT -> LogLine.Level.DEBUG;
            default -> LogLine.Level.TRACE;
        };
    }
}
