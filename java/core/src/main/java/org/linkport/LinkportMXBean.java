/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Map;

/**
 * A {@link Linkport} as JMX shows it, registered as {@code org.linkport:type=Linkport,name="NAME"} if
 * {@link LinkportBuilder#jmx} asks for it. Names begin with {@code get} here, and only here: JMX finds attributes by it.
 * Meanings and consistency are those of {@link LinkportStats}; each attribute read alone takes a snapshot of its own.
 */
public interface LinkportMXBean {
    /** {@link LinkportOptions#name}. */
    String getName();

    /** {@link Linkport#engine}. */
    String getEngine();

    /** Number of workers. */
    int getWorkers();

    /** Links open now. */
    long getLinksOpen();

    /** Links that have opened. */
    long getLinksOpened();

    /** Of them, those that a listener made. */
    long getLinksAccepted();

    /** Links that have ended. */
    long getLinksClosed();

    /** Of them, how many by each {@link CloseReason}. */
    Map<String, Long> getClosesByReason();

    /** Connects that made no link. */
    long getConnectsFailed();

    /** Connections lost while being accepted. */
    long getAcceptsFailed();

    /** Messages accepted by send. */
    long getMessagesSent();

    /** Messages rejected by send. */
    long getMessagesRejected();

    /** Bytes that links wait to send. */
    long getPendingBytes();

    /** Bytes handed to the operating system. */
    long getBytesSent();

    /** Bytes given to handlers. */
    long getBytesReceived();

    /** Send operations of the operating system. */
    long getSystemSends();

    /** Receive operations of the operating system. */
    long getSystemReceives();

    /** Messages for each send operation of the operating system. */
    double getMessagesPerSystemSend();

    /** Exceptions thrown by callbacks. */
    long getHandlerErrors();

    /** Failures of the operating system that belong to no link. */
    long getSystemErrors();

    /** Failures that the operating system reported, by kind: reason, then code or text. */
    Map<String, Long> getErrorsByKind();

    /** Send chunks that hold bytes now. */
    long getSendChunksOut();

    /** Receive chunks kept now. */
    long getReceiveChunksOut();

    /** Links of each worker now, by its name. */
    Map<String, Long> getLinksByWorker();

    /** The part of its life in which each worker had something to do, 0 to 1, by its name. */
    Map<String, Double> getBusyShareByWorker();
}
