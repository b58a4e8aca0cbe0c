/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.net.InetSocketAddress;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.ListenOptions;
import org.linkport.internal.engine.EngineRuntime;

/** A listener of the native core. */
final class IocpListener implements EngineRuntime.Bound {
    private final IocpRuntime runtime;
    private final ListenOptions options;
    private final LinkHandler.Factory handlers;
    private volatile long id;
    private volatile InetSocketAddress address;

    IocpListener(IocpRuntime runtime, InetSocketAddress asked, ListenOptions options, LinkHandler.Factory handlers) {
        this.runtime = runtime;
        this.address = asked;
        this.options = options;
        this.handlers = handlers;
    }

    void bound(long listener, InetSocketAddress real) {
        id = listener;
        address = real;
    }

    LinkHandler.Factory handlers() {
        return handlers;
    }

    LinkOptions linkOptions() {
        return options.link();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        runtime.closeListener(id);
    }
}
