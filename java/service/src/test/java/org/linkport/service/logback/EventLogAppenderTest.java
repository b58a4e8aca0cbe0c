/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Attacks the appender where there is no event log: one configuration for both systems, and one without a source. */
class EventLogAppenderTest {
    private final LoggerContext context = new LoggerContext();

    private void configure(String inside) throws Exception {
        String xml = "<configuration><appender name='E' class='" + EventLogAppender.class.getName() + "'>" + inside
                + "</appender><root level='INFO'><appender-ref ref='E'/></root></configuration>";
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean hasStatus(int level, String text) {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .anyMatch(each -> each.getLevel() == level && each.getMessage().contains(text));
    }

    @Test
    void shouldTakeEveryEventAndDoNothing() throws Exception {
        configure("<source>test</source>");
        assertTrue(appender().isStarted());
        context.getLogger("a").error("dropped", new IllegalStateException());
        assertFalse(hasStatus(Status.ERROR, ""));
        assertEquals(!isWindows(), hasStatus(Status.INFO, "there is no Windows event log here"));
        context.stop();
    }

    @Test
    void shouldSayThatItNeedsASource() throws Exception {
        configure("");
        assertFalse(appender().isStarted());
        assertTrue(hasStatus(Status.ERROR, "needs a <source>"));
    }

    private EventLogAppender appender() {
        return (EventLogAppender) context.getLogger("ROOT").getAppender("E");
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
