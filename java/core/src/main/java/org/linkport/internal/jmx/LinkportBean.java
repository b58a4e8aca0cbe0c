/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.jmx;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.linkport.Linkport;
import org.linkport.LinkportMXBean;
import org.linkport.LinkportStats;
import org.linkport.SystemError;
import org.linkport.WorkerStats;

/** Answers JMX from snapshots. Any thread. */
final class LinkportBean implements LinkportMXBean {
    private final Linkport port;

    LinkportBean(Linkport port) {
        this.port = port;
    }

    private LinkportStats stats() {
        return port.stats();
    }

    @Override
    public String getName() {
        return port.options().name();
    }

    @Override
    public String getEngine() {
        return port.engine().name();
    }

    @Override
    public int getWorkers() {
        return port.options().workers();
    }

    @Override
    public long getLinksOpen() {
        return stats().linksOpen();
    }

    @Override
    public long getLinksOpened() {
        return stats().linksOpened();
    }

    @Override
    public long getLinksAccepted() {
        return stats().linksAccepted();
    }

    @Override
    public long getLinksClosed() {
        return stats().linksClosed();
    }

    @Override
    public Map<String, Long> getClosesByReason() {
        Map<String, Long> byName = new TreeMap<>();
        stats().closes().forEach((reason, count) -> byName.put(reason.name(), count));
        return byName;
    }

    @Override
    public long getConnectsFailed() {
        return stats().connectsFailed();
    }

    @Override
    public long getAcceptsFailed() {
        return stats().acceptsFailed();
    }

    @Override
    public long getMessagesSent() {
        return stats().messagesSent();
    }

    @Override
    public long getMessagesRejected() {
        return stats().messagesRejected();
    }

    @Override
    public long getPendingBytes() {
        return stats().pendingBytes();
    }

    @Override
    public long getBytesSent() {
        return stats().bytesSent();
    }

    @Override
    public long getBytesReceived() {
        return stats().bytesReceived();
    }

    @Override
    public long getSystemSends() {
        return stats().systemSends();
    }

    @Override
    public long getSystemReceives() {
        return stats().systemReceives();
    }

    @Override
    public double getMessagesPerSystemSend() {
        return stats().messagesPerSystemSend();
    }

    @Override
    public long getHandlerErrors() {
        return stats().handlerErrors();
    }

    @Override
    public long getSystemErrors() {
        return stats().systemErrors();
    }

    @Override
    public Map<String, Long> getErrorsByKind() {
        Map<String, Long> byName = new TreeMap<>();
        stats().errors().forEach((error, count) -> byName.merge(name(error), count, Long::sum));
        return byName;
    }

    private static String name(SystemError error) {
        return error.reason() + " " + (error.osCode() == 0 ? error.text() : String.valueOf(error.osCode()));
    }

    @Override
    public long getSendChunksOut() {
        return stats().sendChunksOut();
    }

    @Override
    public long getReceiveChunksOut() {
        return stats().receiveChunksOut();
    }

    @Override
    public Map<String, Long> getLinksByWorker() {
        return byWorker(WorkerStats::linksOpen);
    }

    @Override
    public Map<String, Double> getBusyShareByWorker() {
        return byWorker(WorkerStats::busyShare);
    }

    private <V> Map<String, V> byWorker(Function<WorkerStats, V> value) {
        Map<String, V> byName = new TreeMap<>();
        stats().workers().forEach(worker -> byName.put(worker.name(), value.apply(worker)));
        return byName;
    }
}
