/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.Retained;
import org.linkport.internal.buffer.MemoryItem;
import org.linkport.internal.buffer.SendItem;
import org.linkport.internal.engine.EngineLink;
import org.linkport.internal.engine.FileRegion;
import org.linkport.internal.engine.Outbound;
import org.linkport.internal.engine.Transport;

/** A link of the native core: everything it is asked for becomes a command. Owner only. */
final class IocpTransport implements Transport {
    private final IocpWorker worker;
    private final long id;
    private @Nullable EngineLink link;

    IocpTransport(IocpWorker worker, long id) {
        this.worker = worker;
        this.id = id;
    }

    long id() {
        return id;
    }

    void opened(EngineLink opened) {
        link = opened;
    }

    EngineLink link() {
        EngineLink opened = link;
        if (opened == null) {
            throw new IllegalStateException("the link is not open yet");
        }
        return opened;
    }

    @Override
    public void flush() {
        Outbound outbound = link().outbound();
        for (SendItem item = outbound.nextUnsubmitted(); item != null; item = outbound.nextUnsubmitted()) {
            if (item.unsubmittedCharge() > 0) {
                submit(item);
                item.submit();
            }
        }
    }

    private void submit(SendItem item) {
        if (item instanceof MemoryItem memory) {
            worker.commands().add(Abi.SEND, id, memory.unsubmitted(), memory.unsubmittedAddress(), 0);
        } else if (item instanceof FileRegion region) {
            IocpFile file = (IocpFile) region.file();
            worker.commands().addSendFile(id, file.handle(), region.position(), region.pending());
        }
    }

    @Override
    public void pause() {
        worker.commands().add(Abi.PAUSE, id, 0, 0, 0);
    }

    @Override
    public void resume() {
        worker.commands().add(Abi.RESUME, id, 0, 0, 0);
    }

    @Override
    public void shutdownOutput() {
        worker.commands().add(Abi.SHUTDOWN_OUTPUT, id, 0, 0, 0);
    }

    @Override
    public void close(CloseReason reason, int drainMillis) {
        worker.commands().add(Abi.CLOSE, id, 0, 0, drainMillis);
    }

    @Override
    public void abort(CloseReason reason) {
        worker.commands().add(Abi.ABORT, id, Reasons.number(reason), 0, 0);
    }

    @Override
    public boolean mayHaveUnreadInput() {
        return worker.mayHaveUnreadInput();
    }

    @Override
    public Retained retain(ByteBuffer data) {
        return worker.retain(data);
    }
}
