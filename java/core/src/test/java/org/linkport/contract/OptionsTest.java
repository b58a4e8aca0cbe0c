/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.linkport.ConnectOptions;
import org.linkport.Linkport;
import org.linkport.LinkportBuilder;
import org.linkport.LinkportOptions;
import org.linkport.ListenOptions;
import org.linkport.SendOptions;
import org.linkport.SocketOptions;
import org.linkport.TimeOptions;
import org.linkport.WorkerOptions;

/** Bad option values: an error that names the option, its value and its range, before anything is opened. */
class OptionsTest {
    static Stream<Arguments> badValues() {
        return Stream.of(
                bad(
                        "workers is 0 and must be from 1 to 64",
                        () -> builder().workers(0).open()),
                bad(
                        "workers is 65 and must be from 1 to 64",
                        () -> builder().workers(65).open()),
                bad(
                        "maxLinks is 0 and must be from 1 to 1000000",
                        () -> builder().maxLinks(0).open()),
                bad(
                        "maxLinks is 1000001 and must be from 1 to 1000000",
                        () -> builder().maxLinks(1_000_001).open()),
                bad(
                        "maxPendingBytes is -1 and must be from 0 to 1125899906842624",
                        () -> builder().maxPendingBytes(-1).open()),
                bad(
                        "maxPendingBytes is 1125899906842625 and must be from 0 to 1125899906842624",
                        () -> builder().maxPendingBytes((1L << 50) + 1).open()),
                bad(
                        "receiveChunkBytes is 512 and must be from 1024 to 1048576",
                        () -> builder().receiveMemory(512, 2).open()),
                bad(
                        "receiveChunkBytes is 1025 and must be a multiple of 1024",
                        () -> builder().receiveMemory(1_025, 2).open()),
                bad(
                        "receiveChunks is 1 and must be from 2 to 65536",
                        () -> builder().receiveMemory(1_024, 1).open()),
                bad(
                        "receiveChunks is 2048 and must be from 2 to 2047",
                        () -> builder().receiveMemory(1 << 20, 2_048).open()),
                bad(
                        "shutdownMillis is -1 and must be from 0 to 86400000",
                        () -> builder().shutdownMillis(-1).open()),
                bad("backlog is 0 and must be from 1 to 65535", () -> ListenOptions.DEFAULT.withBacklog(0)),
                bad(
                        "acceptDepth is 1025 and must be from 1 to 1024",
                        () -> ListenOptions.DEFAULT.withAcceptDepth(1_025)),
                bad("maxLinks is -1 and must be from 0 to 1000000", () -> ListenOptions.DEFAULT.withMaxLinks(-1)),
                bad(
                        "maxLinks is 1000001 and must be from 0 to 1000000",
                        () -> ListenOptions.DEFAULT.withMaxLinks(1_000_001)),
                bad(
                        "timeoutMillis is 0 and must be from 1 to 3600000",
                        () -> ConnectOptions.DEFAULT.withTimeoutMillis(0)),
                bad("drainMillis is 0 and must be from 1 to 86400000", () -> TimeOptions.DEFAULT.withDrainMillis(0)),
                bad(
                        "highWaterBytes is 0 and must be from 1 to 1099511627776",
                        () -> SendOptions.DEFAULT.withPendingBytes(0, 0, 1)),
                bad(
                        "lowWaterBytes is 11 and must be from 0 to 10",
                        () -> SendOptions.DEFAULT.withPendingBytes(11, 10, 20)),
                bad(
                        "maxPendingBytes is 9 and must be from 10 to 1099511627776",
                        () -> SendOptions.DEFAULT.withPendingBytes(1, 10, 9)));
    }

    static Stream<Arguments> badWorkerValues() {
        return Stream.of(
                bad(
                        "spinMicros is -1 and must be from 0 to 10000",
                        () -> builder().spinMicros(-1)),
                bad(
                        "spinMicros is 10001 and must be from 0 to 10000",
                        () -> builder().spinMicros(10_001)),
                bad(
                        "affinity is empty and must name a processor for each worker",
                        () -> builder().affinity()),
                bad(
                        "affinity[1] is -1 and must be from 0 to 4095",
                        () -> builder().affinity(0, -1)),
                bad(
                        "affinity.size is 1 and must be from 2 to 2",
                        () -> builder().workers(2).affinity(0).open()),
                bad(
                        "affinity.size is 2 and must be from 1 to 1",
                        () -> builder().workers(1).affinity(0, 1).open()));
    }

    static Stream<Arguments> badLinkValues() {
        return Stream.of(
                bad(
                        "receiveBufferBytes is -1 and must be from 0 to 1073741824",
                        () -> SocketOptions.DEFAULT.withBuffers(-1, 0)),
                bad(
                        "sendBufferBytes is 1073741825 and must be from 0 to 1073741824",
                        () -> SocketOptions.DEFAULT.withBuffers(0, (1 << 30) + 1)),
                bad(
                        "keepAlive.idleSeconds is 32768 and must be from 0 to 32767",
                        () -> new SocketOptions.KeepAlive(32_768, 1, 0)),
                bad(
                        "keepAlive.intervalSeconds is 0 and must be from 1 to 32767",
                        () -> SocketOptions.KeepAlive.every(1, 0)),
                bad(
                        "keepAlive.intervalSeconds is 1 and must be from 0 to 0",
                        () -> new SocketOptions.KeepAlive(0, 1, 0)),
                bad("keepAlive.probes is 128 and must be from 0 to 127", () -> new SocketOptions.KeepAlive(1, 1, 128)),
                bad("batch.bytes is 0 and must be from 1 to 131072", () -> SendOptions.DEFAULT.withBatch(0, 1)),
                bad(
                        "batch.bytes is 131073 and must be from 1 to 131072",
                        () -> SendOptions.DEFAULT.withBatch(131_073, 1)),
                bad("batch.millis is 0 and must be from 1 to 60000", () -> SendOptions.DEFAULT.withBatch(1, 0)),
                bad(
                        "batch.millis is 60001 and must be from 1 to 60000",
                        () -> SendOptions.DEFAULT.withBatch(1, 60_001)),
                bad(
                        "batch.bytes is 100 and must be from 0 to 99",
                        () -> SendOptions.DEFAULT.withBatch(100, 1).withPendingBytes(1, 99, 99)));
    }

    static Stream<Arguments> badTimes() {
        return Stream.of(
                bad(
                        "firstDataMillis is -1 and must be from 0 to 86400000",
                        () -> TimeOptions.DEFAULT.withFirstDataMillis(-1)),
                bad(
                        "readIdleMillis is 86400001 and must be from 0 to 86400000",
                        () -> TimeOptions.DEFAULT.withIdleMillis(86_400_001, 0)),
                bad(
                        "writeIdleMillis is -1 and must be from 0 to 86400000",
                        () -> TimeOptions.DEFAULT.withIdleMillis(0, -1)),
                bad(
                        "maxReadIdleMillis is -1 and must be from 0 to 86400000",
                        () -> TimeOptions.DEFAULT.withMaxIdleMillis(-1, 0)),
                bad(
                        "maxWriteIdleMillis is 86400001 and must be from 0 to 86400000",
                        () -> TimeOptions.DEFAULT.withMaxIdleMillis(0, 86_400_001)),
                bad(
                        "maxAgeMillis is -1 and must be from 0 to 2147483647",
                        () -> TimeOptions.DEFAULT.withMaxAgeMillis(-1)));
    }

    private static LinkportBuilder builder() {
        return Linkport.builder().engine(Ports.ENGINE);
    }

    private static Arguments bad(String message, Executable use) {
        return Arguments.of(message, use);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"badValues", "badWorkerValues", "badLinkValues", "badTimes"})
    void shouldNameOptionValueAndRange(String message, Executable use) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, use).getMessage());
    }

    @Test
    void shouldRefuseNull() {
        assertThrows(NullPointerException.class, () -> builder().name(null).open());
        assertThrows(NullPointerException.class, () -> builder().engine(null).open());
        assertThrows(NullPointerException.class, () -> ListenOptions.DEFAULT.withLink(null));
        assertThrows(NullPointerException.class, () -> ConnectOptions.DEFAULT.withLink(null));
        assertThrows(NullPointerException.class, () -> SendOptions.DEFAULT.withOverflow(null));
        assertThrows(NullPointerException.class, () -> new SendOptions(1, 1, 1, SendOptions.Overflow.REJECT, null));
    }

    @Test
    void shouldKeepTheTimesItWasGiven() {
        assertEquals(
                new TimeOptions(1, 2, 3, 4, 5, 6, 7),
                TimeOptions.DEFAULT
                        .withMaxAgeMillis(7)
                        .withMaxIdleMillis(5, 6)
                        .withIdleMillis(3, 4)
                        .withFirstDataMillis(2)
                        .withDrainMillis(1));
    }

    @Test
    void shouldKeepWhatItWasGiven() {
        LinkportOptions options = builder()
                .workers(3)
                .maxLinks(77)
                .maxPendingBytes(1_000)
                .receiveMemory(2_048, 5)
                .shutdownMillis(9)
                .name("mine")
                .options();
        assertEquals(
                new LinkportOptions(Ports.ENGINE, 3, 77, 1_000, 2_048, 5, 9, "mine", WorkerOptions.DEFAULT), options);
    }
}
