/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.systemd;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A UNIX datagram socket of Linux, which the JDK does not have. One thread. */
final class DatagramSocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PATH_MAX = 107;

    private final byte[] address;
    private final int descriptor;

    private interface C extends Library {
        C INSTANCE = Native.load("c", C.class);

        int socket(int domain, int type, int protocol) throws LastErrorException;

        long sendto(int descriptor, byte[] data, long bytes, int flags, byte[] address, int addressBytes)
                throws LastErrorException;

        int close(int descriptor) throws LastErrorException;
    }

    /**
     * A socket that sends to that path, or to that abstract name if it begins with {@code @}.
     *
     * @throws IllegalArgumentException for a name that is neither, or too long
     * @throws LastErrorException with the errno of Linux
     */
    DatagramSocket(String name) {
        address = address(name);
        descriptor = C.INSTANCE.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
    }

    /** A sockaddr_un: the family, then the path with its NUL, or a NUL and the abstract name without. */
    private static byte[] address(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        boolean named = name.startsWith("/") || name.startsWith("@");
        if (!named || path.length < 2 || path.length > PATH_MAX) {
            throw new IllegalArgumentException("the socket is '" + name + "' and must be a path or an abstract name"
                    + " of at most " + PATH_MAX + " bytes");
        }
        boolean isAbstract = path[0] == '@';
        if (isAbstract) {
            path[0] = 0;
        }
        ByteBuffer built =
                ByteBuffer.allocate(2 + path.length + (isAbstract ? 0 : 1)).order(ByteOrder.nativeOrder());
        return built.putShort((short) AF_UNIX).put(path).array();
    }

    /** Sends one datagram. Nobody there, or no room, is an errno. */
    void send(String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        C.INSTANCE.sendto(descriptor, data, data.length, MSG_NOSIGNAL, address, address.length);
    }

    @Override
    public void close() {
        C.INSTANCE.close(descriptor);
    }
}
