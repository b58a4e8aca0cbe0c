/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The commands of a worker that wait for its next step, as records of {@code lp_command}. Owner only. */
final class Commands {
    private static final int CAPACITY = 1_024;

    private final ByteBuffer records =
            ByteBuffer.allocateDirect(CAPACITY * Abi.COMMAND_BYTES).order(ByteOrder.nativeOrder());
    private final long address = IocpNative.addressOf(records);
    private final Runnable submit;
    private int count;

    /** @param submit hands everything to the engine without taking events, when the records are used up */
    Commands(Runnable submit) {
        this.submit = submit;
    }

    long address() {
        return address;
    }

    /** The number of records, which are then no longer here. */
    int take() {
        int taken = count;
        count = 0;
        return taken;
    }

    void add(int kind, long link, int size, long data, int millis) {
        if (count == CAPACITY) {
            submit.run();
        }
        int at = count++ * Abi.COMMAND_BYTES;
        records.putInt(at + Abi.COMMAND_KIND, kind);
        records.putInt(at + Abi.COMMAND_SIZE, size);
        records.putLong(at + Abi.COMMAND_TARGET, link);
        records.putLong(at + Abi.COMMAND_DATA, data);
        records.putInt(at + Abi.COMMAND_MILLIS, millis);
    }

    void addSendFile(long link, long file, long offset, long length) {
        add(Abi.SEND_FILE, link, 0, file, 0);
        int at = (count - 1) * Abi.COMMAND_BYTES;
        records.putLong(at + Abi.COMMAND_FILE_OFFSET, offset);
        records.putLong(at + Abi.COMMAND_FILE_LENGTH, length);
    }

    void addConnect(
            InetSocketAddress remote,
            @Nullable InetSocketAddress local,
            int timeoutMillis,
            int flags,
            long cookie,
            long socketOptions) {
        add(Abi.CONNECT, socketOptions, flags, cookie, timeoutMillis);
        int at = (count - 1) * Abi.COMMAND_BYTES;
        AddressRecord.write(records, at + Abi.COMMAND_ADDRESS, remote);
        AddressRecord.write(records, at + Abi.COMMAND_LOCAL, local);
    }
}
