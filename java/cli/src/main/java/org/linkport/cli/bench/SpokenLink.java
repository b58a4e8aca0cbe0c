/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

import org.linkport.CloseReason;
import org.linkport.SendResult;
import org.linkport.protocol.throughput.ThroughputClient;

/** A link that speaks the throughput protocol with a server of ours. */
final class SpokenLink extends BenchLink implements ThroughputClient.Events {
    private final ThroughputClient client;
    private long uploads;

    SpokenLink(CellRun run, ThroughputClient client) {
        super(run);
        this.client = client;
    }

    @Override
    void start() {
        if (run().cell().mode() == BenchMode.ONE_WAY) {
            flood();
        } else {
            super.start();
        }
    }

    @Override
    void ask() {
        switch (run().cell().mode()) {
            case UPLOAD -> {
                client.upload(packetBytes());
                client.count();
            }
            case DOWNLOAD -> client.download(1, packetBytes());
            case ECHO -> client.echo(packetBytes());
            case ONE_WAY -> throw new IllegalStateException("nothing is asked for one way");
        }
    }

    /** As much as the link takes now; the rest comes with {@link #onWritable}. */
    private void flood() {
        SendResult result = SendResult.QUEUED;
        while (result == SendResult.QUEUED) {
            if (!mayAsk()) {
                client.count();
                return;
            }
            result = client.upload(packetBytes());
            asksWithoutWaiting();
        }
    }

    @Override
    public void onWritable() {
        if (run().cell().mode() == BenchMode.ONE_WAY) {
            flood();
        }
    }

    @Override
    public void onEchoed(int payloadBytes, boolean same) {
        answered(payloadBytes, same);
    }

    @Override
    public void onData(int payloadBytes, boolean same) {
        answered(payloadBytes, same);
    }

    @Override
    public void onCounted(long payloads, long bytes, long wrong) {
        uploads++;
        if (run().cell().mode() == BenchMode.ONE_WAY) {
            run().carried(payloads, bytes, wrong);
            finish();
        } else {
            answered(packetBytes(), payloads == uploads && bytes == uploads * packetBytes() && wrong == 0);
        }
    }

    @Override
    public void onClose(CloseReason reason) {
        ended(reason);
    }
}
