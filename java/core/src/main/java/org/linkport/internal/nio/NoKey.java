/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** The key of a channel that is not registered yet: cancelled, interested in nothing. */
final class NoKey extends SelectionKey {
    static final SelectionKey INSTANCE = new NoKey();

    private NoKey() {}

    @Override
    public SelectableChannel channel() {
        throw new UnsupportedOperationException("not registered");
    }

    @Override
    public Selector selector() {
        throw new UnsupportedOperationException("not registered");
    }

    @Override
    public boolean isValid() {
        return false;
    }

    @Override
    public void cancel() {}

    @Override
    public int interestOps() {
        return 0;
    }

    @Override
    public SelectionKey interestOps(int ops) {
        return this;
    }

    @Override
    public int readyOps() {
        return 0;
    }
}
