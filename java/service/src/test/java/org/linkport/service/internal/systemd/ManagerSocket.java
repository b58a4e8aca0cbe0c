/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.systemd;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The other end: a bound UNIX datagram socket, as systemd has it. */
public final class ManagerSocket implements AutoCloseable {
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int WAIT_SECONDS = 60;

    private final int descriptor;

    private interface C extends Library {
        C INSTANCE = Native.load("c", C.class);

        int socket(int domain, int type, int protocol) throws LastErrorException;

        int bind(int descriptor, byte[] address, int addressBytes) throws LastErrorException;

        int setsockopt(int descriptor, int level, int option, long[] value, int valueBytes) throws LastErrorException;

        NativeLong recv(int descriptor, byte[] data, NativeLong bytes, int flags) throws LastErrorException;

        int close(int descriptor) throws LastErrorException;
    }

    /** Bound to a path, or to an abstract name if it begins with {@code @}. */
    public ManagerSocket(String name) {
        descriptor = C.INSTANCE.socket(1, 2, 0);
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = path[0] == '@';
        if (isAbstract) {
            path[0] = 0;
        }
        byte[] address = ByteBuffer.allocate(2 + path.length + (isAbstract ? 0 : 1))
                .order(ByteOrder.nativeOrder())
                .putShort((short) 1)
                .put(path)
                .array();
        C.INSTANCE.bind(descriptor, address, address.length);
        C.INSTANCE.setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, new long[] {WAIT_SECONDS, 0}, 16);
    }

    /** The next datagram; none for a minute is an error. */
    public String receive() {
        byte[] data = new byte[1_024];
        int length = C.INSTANCE
                .recv(descriptor, data, new NativeLong(data.length), 0)
                .intValue();
        return new String(data, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        C.INSTANCE.close(descriptor);
    }
}
