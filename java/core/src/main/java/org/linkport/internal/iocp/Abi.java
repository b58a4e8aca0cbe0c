/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Offsets, sizes and numbers of {@code linkport.h}, compared with those of the native library when it is loaded. */
final class Abi {
    static final int COMMAND_BYTES = 80;
    static final int COMMAND_KIND = 0;
    static final int COMMAND_SIZE = 4;
    static final int COMMAND_TARGET = 8;
    static final int COMMAND_DATA = 16;
    static final int COMMAND_MILLIS = 24;
    static final int COMMAND_ADDRESS = 32;
    static final int COMMAND_LOCAL = 56;
    static final int COMMAND_FILE_OFFSET = 32;
    static final int COMMAND_FILE_LENGTH = 40;

    static final int EVENT_BYTES = 96;
    static final int EVENT_KIND = 0;
    static final int EVENT_STATUS = 4;
    static final int EVENT_OS_CODE = 8;
    static final int EVENT_SIZE = 12;
    static final int EVENT_LINK = 16;
    static final int EVENT_COOKIE = 24;
    static final int EVENT_DATA = 32;
    static final int EVENT_CHUNK = 40;
    static final int EVENT_PEER = 48;
    static final int EVENT_LOCAL = 72;

    static final int ADDRESS_BYTES = 24;
    static final int ADDRESS_FAMILY = 0;
    static final int ADDRESS_TCP_PORT = 2;
    static final int ADDRESS_SCOPE = 4;
    static final int ADDRESS_DATA = 8;

    static final int SOCKET_OPTIONS_BYTES = 16;
    static final int SOCKET_RECEIVE_BUFFER = 0;
    static final int SOCKET_SEND_BUFFER = 4;
    static final int SOCKET_KEEPALIVE_IDLE = 8;
    static final int SOCKET_KEEPALIVE_INTERVAL = 12;

    static final int STATS_BYTES = 1240;
    static final int STATS_ACCEPTS_FAILED = 616;
    static final int STATS_READS = 552;
    static final int STATS_RECEIVES_FILLED = 568;
    static final int STATS_SENDS_POSTED = 304;
    static final int STATS_SENDS_INLINE = 312;
    static final int STATS_CHUNKS_FREE = 1168;
    static final int STATS_UNEXPECTED = 1224;

    static final int SEND = 1;
    static final int PAUSE = 2;
    static final int RESUME = 3;
    static final int SHUTDOWN_OUTPUT = 4;
    static final int CLOSE = 5;
    static final int ABORT = 6;
    static final int CONNECT = 7;
    static final int RETAIN = 8;
    static final int RELEASE = 9;
    static final int STOP = 10;
    static final int SEND_FILE = 12;
    static final int CANCEL_CONNECT = 13;

    static final int ACCEPTED = 1;
    static final int CONNECTED = 2;
    static final int CONNECT_FAILED = 3;
    static final int RECEIVED = 4;
    static final int RECEIVE_END = 5;
    static final int SENT = 6;
    static final int CLOSED = 7;
    static final int LISTENER_CLOSED = 8;
    static final int STOPPED = 9;
    static final int STOP_OVERDUE = 11;

    static final int NO_MEMORY = 2;
    static final int NO_RESOURCES = 3;
    static final int STOPPING = 5;
    static final int BUSY = 6;
    static final int UNSUPPORTED = 7;
    static final int ADDRESS_IN_USE = 8;
    static final int ADDRESS_NOT_LOCAL = 9;
    static final int ACCESS_DENIED = 10;

    static final int DUAL_STACK = 1;
    static final int NAGLE = 2;
    static final int NEVER_SKIP = 1;

    static final int SMALL_CHUNK_BYTES = 4_096;
    static final int SMALL_CHUNK_SHARE = 4;

    /** In the order of {@code abi.c}; the reasons, 1 to 16, are those of {@link Reasons}. */
    private static final int[] EXPECTED = {
        COMMAND_BYTES,
        COMMAND_KIND,
        COMMAND_SIZE,
        COMMAND_TARGET,
        COMMAND_DATA,
        COMMAND_MILLIS,
        COMMAND_ADDRESS,
        COMMAND_LOCAL,
        COMMAND_FILE_OFFSET,
        COMMAND_FILE_LENGTH,
        EVENT_BYTES,
        EVENT_KIND,
        EVENT_STATUS,
        EVENT_OS_CODE,
        EVENT_SIZE,
        EVENT_LINK,
        EVENT_COOKIE,
        EVENT_DATA,
        EVENT_CHUNK,
        EVENT_PEER,
        EVENT_LOCAL,
        ADDRESS_BYTES,
        ADDRESS_FAMILY,
        ADDRESS_TCP_PORT,
        ADDRESS_SCOPE,
        ADDRESS_DATA,
        SOCKET_OPTIONS_BYTES,
        SOCKET_RECEIVE_BUFFER,
        SOCKET_SEND_BUFFER,
        SOCKET_KEEPALIVE_IDLE,
        SOCKET_KEEPALIVE_INTERVAL,
        STATS_BYTES,
        STATS_ACCEPTS_FAILED,
        STATS_READS,
        STATS_RECEIVES_FILLED,
        STATS_SENDS_POSTED,
        STATS_SENDS_INLINE,
        STATS_CHUNKS_FREE,
        STATS_UNEXPECTED,
        SEND,
        PAUSE,
        RESUME,
        SHUTDOWN_OUTPUT,
        CLOSE,
        ABORT,
        CONNECT,
        RETAIN,
        RELEASE,
        STOP,
        SEND_FILE,
        CANCEL_CONNECT,
        ACCEPTED,
        CONNECTED,
        CONNECT_FAILED,
        RECEIVED,
        RECEIVE_END,
        SENT,
        CLOSED,
        LISTENER_CLOSED,
        STOPPED,
        STOP_OVERDUE,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        13,
        14,
        15,
        16,
        NO_MEMORY,
        NO_RESOURCES,
        STOPPING,
        BUSY,
        UNSUPPORTED,
        ADDRESS_IN_USE,
        ADDRESS_NOT_LOCAL,
        ACCESS_DENIED,
        DUAL_STACK,
        NAGLE,
        NEVER_SKIP,
        SMALL_CHUNK_BYTES,
        SMALL_CHUNK_SHARE,
    };

    private Abi() {}

    /** What differs first from the native library, or null if nothing does. */
    static @Nullable String difference(IntUnaryOperator nativeValue) {
        int count = nativeValue.applyAsInt(-1);
        if (count != EXPECTED.length) {
            return "it has " + count + " ABI values where Java knows " + EXPECTED.length;
        }
        for (int i = 0; i < count; i++) {
            int value = nativeValue.applyAsInt(i);
            if (value != EXPECTED[i]) {
                return "its ABI value " + i + " is " + value + " where Java knows " + EXPECTED[i];
            }
        }
        return null;
    }
}
