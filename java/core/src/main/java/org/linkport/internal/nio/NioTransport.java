/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.Retained;
import org.linkport.internal.engine.EngineLink;
import org.linkport.internal.engine.FileRegion;
import org.linkport.internal.engine.Outbound;
import org.linkport.internal.engine.TimingWheel;
import org.linkport.internal.engine.Transport;
import org.linkport.internal.stats.Counter;

/** One socket channel. Both directions end by themselves; the first end decides who closed. Owner only. */
final class NioTransport extends TimingWheel.Deadline implements Transport, Endpoint {
    /** Reads in one turn, while each fills its chunk: to end one long message is better for the processor's caches than to begin many. */
    private static final int READS_MAX = 16;

    /** Writes in one turn, where files and memory alternate. */
    private static final int WRITES_MAX = 16;

    /** Of a file in one write, so that a peer that takes all of it at once does not keep the others waiting. */
    private static final int TRANSFER_BYTES = 1 << 20;

    private final NioWorker worker;
    private final SocketChannel channel;
    private final long id;
    private final SelectionKey key;
    private final LinkLimit limit;
    private @Nullable EngineLink link;

    private boolean finWanted;
    private boolean finSent;
    private boolean inputEnded;
    private boolean peerEndedFirst;
    private boolean paused;
    private boolean starved;
    private volatile boolean unread; // written when it changes only
    private @Nullable CloseReason closing;
    private boolean finished;
    private @Nullable IOException broken; // in the middle of a callback, to be told after it

    NioTransport(NioWorker worker, SocketChannel channel, SelectionKey key, long id, LinkLimit limit) {
        this.worker = worker;
        this.channel = channel;
        this.key = key;
        this.id = id;
        this.limit = limit;
    }

    void open(Function<NioTransport, EngineLink> opened) {
        link = opened.apply(this);
    }

    long id() {
        return id;
    }

    private EngineLink link() {
        EngineLink opened = link;
        if (opened == null) {
            throw new IllegalStateException("the link is not open yet");
        }
        return opened;
    }

    @Override
    public void ready(int readyOps) {
        NioWorker.clearInterrupt();
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            write();
        }
        boolean mayHaveMore = (readyOps & SelectionKey.OP_READ) != 0 && !finished && read();
        worker.loop().eventOver(link());
        for (int reads = 1; mayHaveMore && reads < READS_MAX && takesMore(); reads++) {
            mayHaveMore = read();
            worker.loop().eventOver(link());
        }
    }

    /** Whether the program wants more input, and the system has taken what it sent for that which came. */
    private boolean takesMore() {
        return !finished && key.interestOps() == SelectionKey.OP_READ;
    }

    /** Once. True if it filled its chunk. */
    private boolean read() {
        ByteBuffer chunk = closing == null ? worker.readChunk() : worker.discardChunk();
        if (chunk == null) {
            interest(SelectionKey.OP_READ, false);
            starve();
            return false;
        }
        if (unread) {
            unread = false;
        }
        try {
            int count = channel.read(chunk);
            if (count < 0) {
                inputEnded();
            } else if (count > 0 && closing == null) {
                worker.loop().counters().add(Counter.SYSTEM_RECEIVES, 1);
                link().received(chunk.order(ByteOrder.BIG_ENDIAN).flip());
            }
            return count == chunk.capacity();
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    private void starve() {
        unread = true;
        if (!starved) {
            starved = true;
            worker.readLater(this);
        }
    }

    /** A chunk has come back. */
    void fed() {
        starved = false;
        readAgain();
    }

    private void readAgain() {
        if (!finished && !inputEnded && (!paused || closing != null)) {
            interest(SelectionKey.OP_READ, true);
        }
    }

    private void inputEnded() {
        inputEnded = true;
        peerEndedFirst = !finWanted;
        interest(SelectionKey.OP_READ, false);
        if (closing == null) {
            link().receiveEnded();
        }
        endIfBothEnded();
    }

    private void endIfBothEnded() {
        if (finSent && inputEnded && !finished) {
            finish(endReason(), 0);
        }
    }

    private CloseReason endReason() {
        CloseReason asked = closing == null ? CloseReason.LOCAL_CLOSE : closing;
        return asked == CloseReason.LOCAL_CLOSE && peerEndedFirst ? CloseReason.PEER_CLOSE : asked;
    }

    @Override
    public void flush() {
        // While the system takes no more, readiness tells when it does.
        if ((key.interestOps() & SelectionKey.OP_WRITE) == 0) {
            NioWorker.clearInterrupt();
            write();
        }
    }

    @Override
    public int sendNow(ByteBuffer message) {
        if (Thread.currentThread().isInterrupted() || broken != null) {
            return 0; // it would close the channel; what the program left for itself is cleared after its callback only
        }
        try {
            int count = channel.write(message);
            interest(SelectionKey.OP_WRITE, message.hasRemaining());
            return count;
        } catch (IOException e) {
            broken = e;
            return 0;
        }
    }

    private void write() {
        Outbound outbound = link().outbound();
        try {
            if (broken != null) {
                throw broken;
            }
            int writes = 0;
            while (!outbound.isEmpty() && writeHead(outbound) && writes < WRITES_MAX) {
                writes++;
            }
            interest(SelectionKey.OP_WRITE, !outbound.isEmpty());
            if (finWanted && outbound.isEmpty()) {
                sendFin();
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Hands over what is next: memory up to the next file, or of a file. True if all of it went and more follows. */
    private boolean writeHead(Outbound outbound) throws IOException {
        FileRegion region = outbound.regionAtHead();
        if (region != null) {
            return writeRegion(region) && !outbound.isEmpty();
        }
        ByteBuffer[] gather = worker.gather();
        int used = outbound.gather(gather);
        written(used == 1 ? channel.write(gather[0]) : channel.write(gather, 0, used));
        return outbound.regionAtHead() != null;
    }

    private void written(long count) {
        if (count > 0) {
            worker.loop().counters().add(Counter.SYSTEM_SENDS, 1);
            link().sent(count, 1);
        }
    }

    /** Whether all of it went. A file that cannot be sent ends the link. */
    private boolean writeRegion(FileRegion region) throws IOException {
        NioFile file = (NioFile) region.file();
        region.submit();
        try {
            if (!region.isComplete()) {
                file.check(region.position(), region.pending());
                region.completed();
            }
            written(file.transfer(region.position(), Math.min(region.pending(), TRANSFER_BYTES), channel));
            return region.pending() == 0;
        } catch (NioFile.Unsendable e) {
            worker.loop().systemErrors().add(CloseReason.FILE, 0, e);
            abort(CloseReason.FILE);
            return false;
        }
    }

    private void sendFin() throws IOException {
        if (finished) {
            return;
        }
        if (!finSent) {
            if (!inputEnded) { // else the channel is closed at once, which sends the FIN
                channel.shutdownOutput();
            }
            finSent = true;
        }
        endIfBothEnded();
    }

    @Override
    public void pause() {
        paused = true;
        if (closing == null) {
            interest(SelectionKey.OP_READ, false);
        }
    }

    @Override
    public void resume() {
        paused = false;
        readAgain();
    }

    @Override
    public void shutdownOutput() {
        finWanted = true;
        flush();
    }

    @Override
    public void close(CloseReason reason, int drainMillis) {
        if (finished || closing != null) {
            return;
        }
        closing = reason;
        finWanted = true;
        worker.wheel().schedule(this, worker.loop().now() + drainMillis);
        readAgain();
        flush();
    }

    @Override
    protected void expired() {
        abort(closing == CloseReason.SHUTDOWN ? CloseReason.SHUTDOWN : CloseReason.DRAIN_TIMEOUT);
    }

    @Override
    public void stop(int drainMillis) {
        if (closing != null) {
            worker.wheel().hasten(this, worker.loop().now() + drainMillis);
        } else if (drainMillis > 0) {
            close(CloseReason.SHUTDOWN, drainMillis);
        } else {
            abort(CloseReason.SHUTDOWN);
        }
    }

    @Override
    public void abort(CloseReason reason) {
        if (finished) {
            return;
        }
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // The peer has reset it already, so there is nothing left to reset.
        }
        finish(reason, 0);
    }

    /** What breaks after our FIN does not change who closed; before it, bytes may be lost, and the reason says so. */
    private void failed(IOException failure) {
        if (!finished) {
            CloseReason reason = NioErrors.ofStream(failure);
            worker.loop().systemErrors().add(reason, 0, failure);
            finish(closing != null && finSent ? endReason() : reason, 0);
        }
    }

    private void finish(CloseReason reason, int osCode) {
        finished = true;
        worker.wheel().cancel(this);
        if (starved) {
            worker.forgetReadLater(this);
        }
        worker.close(channel);
        link().closed(reason, osCode);
        worker.released(id, limit);
    }

    @Override
    public boolean mayHaveUnreadInput() {
        return unread;
    }

    @Override
    public Retained retain(ByteBuffer data) {
        return worker.chunks().keep(data);
    }

    private void interest(int op, boolean wanted) {
        if (finished) {
            return;
        }
        int ops = key.interestOps();
        int changed = wanted ? ops | op : ops & ~op;
        if (changed != ops) {
            key.interestOps(changed);
        }
    }
}
