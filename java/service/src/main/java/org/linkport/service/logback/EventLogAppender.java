/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import org.jspecify.annotations.Nullable;
import org.linkport.service.internal.life.Journal;
import org.linkport.service.internal.windows.EventLog;

/**
 * Writes to the Application log of Windows; elsewhere it takes every event and does nothing, so that one configuration
 * serves both. Meant for few lines: put a filter before it.
 *
 * <pre>{@code
 * <appender name="EVENTLOG" class="org.linkport.service.logback.EventLogAppender">
 *   <source>linkport-echo</source>
 *   <filter class="ch.qos.logback.classic.filter.ThresholdFilter"><level>WARN</level></filter>
 * </appender>
 * }</pre>
 */
public final class EventLogAppender extends AppenderBase<ILoggingEvent> {
    private static final int EVENT_ID = 1;

    private @Nullable String source;
    private @Nullable Layout<ILoggingEvent> layout;
    private @Nullable EventLog log;

    /** The source of the lines: the name of the service, which its installation registered. Required. */
    public void setSource(String source) {
        this.source = source;
    }

    /** What a line says; without one: the logger, the message and the stack trace. */
    public void setLayout(Layout<ILoggingEvent> layout) {
        this.layout = layout;
    }

    @Override
    public void start() {
        if (source == null || source.isBlank()) {
            addError("the event log needs a <source>, the name of the service");
            return;
        }
        if (System.getProperty("os.name").startsWith("Windows")) {
            try {
                log = EventLog.open(source);
            } catch (IllegalStateException e) {
                addError("no event log", e);
                return;
            }
        } else {
            addInfo("there is no Windows event log here; nothing is written");
        }
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        if (log != null) {
            log.close();
            log = null;
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (log != null && !log.report(level(event.getLevel()), EVENT_ID, text(event))) {
            addError("the event log refused a line of " + event.getLoggerName());
        }
    }

    private String text(ILoggingEvent event) {
        if (layout != null) {
            return layout.doLayout(event);
        }
        String text = event.getLoggerName() + ": " + event.getFormattedMessage();
        return event.getThrowableProxy() == null
                ? text
                : text + System.lineSeparator() + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    private static Journal.Level level(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return Journal.Level.ERROR;
        }
        return level.isGreaterOrEqual(Level.WARN) ? Journal.Level.WARNING : Journal.Level.INFO;
    }
}
