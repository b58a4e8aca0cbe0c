/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.jfr;

import jdk.jfr.EventType;
import org.jspecify.annotations.Nullable;
import org.linkport.AddressText;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkStats;

/** Tells the flight recorder of the JDK, if a recording wants to know. */
final class FlightRecords implements LinkRecorder {
    private final EventType opened = EventType.getEventType(LinkOpened.class);
    private final EventType closed = EventType.getEventType(LinkClosed.class);
    private final EventType slow = EventType.getEventType(SlowCallback.class);

    @Override
    public void opened(Link link) {
        if (opened.isEnabled()) {
            LinkOpened event = new LinkOpened();
            event.describe(link);
            event.commit();
        }
    }

    @Override
    public void closed(Link link, CloseReason reason, int osCode) {
        if (closed.isEnabled()) {
            LinkClosed event = new LinkClosed();
            event.describe(link);
            event.reason = reason.name();
            event.osCode = osCode;
            count(event, link.stats());
            event.commit();
        }
    }

    private static void count(LinkClosed event, LinkStats stats) {
        event.ageMillis = stats.ageMillis();
        event.bytesReceived = stats.bytesReceived();
        event.bytesSent = stats.bytesSent();
        event.messagesSent = stats.messagesSent();
    }

    @Override
    public boolean timesCallbacks() {
        return slow.isEnabled();
    }

    @Override
    public @Nullable Object begin() {
        SlowCallback event = new SlowCallback();
        event.begin();
        return event;
    }

    @Override
    public void end(Object begun, Link link, String callback) {
        SlowCallback event = (SlowCallback) begun;
        event.end();
        if (event.shouldCommit()) {
            event.link = link.id();
            event.callback = callback;
            event.remoteAddress = AddressText.of(link.remoteAddress());
            event.commit();
        }
    }
}
