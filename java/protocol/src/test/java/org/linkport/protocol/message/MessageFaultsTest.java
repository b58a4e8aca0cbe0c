/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.contract.Await;
import org.linkport.contract.Peer;
import org.linkport.contract.Ports;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;

/** Payloads that are no messages, from a peer that nobody here wrote: each ends the link with its fault. */
class MessageFaultsTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private final CompletableFuture<FrameFault> fault = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> reason = new CompletableFuture<>();

    private Peer peer() {
        MessageHandler handler = new MessageHandler() {
            @Override
            public void onRequest(Messages messages, Request request) {
                if (request.type() == 1) {
                    request.reply(request.body());
                }
            }

            @Override
            public void onError(Messages messages, FrameException error) {
                fault.complete(error.fault());
            }
        };
        return ports.peer(ports.listen(ports.open(), link -> {
                    LinkHandler framed = MessagesTest.FRAMING.around(MessageOptions.DEFAULT.framed(handler));
                    return new org.linkport.ForwardingHandler(framed) {
                        @Override
                        public void onClose(Link closed, CloseReason why, int osCode) {
                            super.onClose(closed, why, osCode);
                            reason.complete(why);
                        }
                    };
                })
                .address());
    }

    private static byte[] frames(String... hex) {
        ByteBuffer all = ByteBuffer.allocate(1_000);
        for (String payload : hex) {
            byte[] bytes = HexFormat.of().parseHex(payload);
            all.putInt(bytes.length).put(bytes);
        }
        byte[] sent = new byte[all.position()];
        all.flip().get(sent);
        return sent;
    }

    @ParameterizedTest
    @CsvSource({
        "15, UNKNOWN_KIND",
        "00, UNKNOWN_KIND",
        "ff, UNKNOWN_KIND",
        "1100000001, INCONSISTENT", // an answer that nobody waits for
        "110000ffff, INCONSISTENT",
        "120000000100010000, INCONSISTENT",
        "1000000001000200, MALFORMED", // a request that ends in its header
        "1000, MALFORMED",
        "11000000, MALFORMED",
        "12000000010001000561, MALFORMED",
        "12000000010001000161aa, MALFORMED",
        "120000000100010002c328, MALFORMED",
        "130000000100, MALFORMED",
        "13000000, MALFORMED",
        "1400, MALFORMED",
        "'', MALFORMED",
    })
    void shouldEndTheLinkWithTheFault(String payload, FrameFault expected) {
        Peer peer = peer().send(frames(payload));
        assertEquals(expected, Await.value(fault));
        assertEquals(CloseReason.PROTOCOL_ERROR, Await.value(reason));
        peer.expectReset();
    }

    @Test
    void shouldRefuseTwoRequestsWithOneId() {
        peer().send(frames("1000000007000200000000", "1000000007000200000000"));
        assertEquals(FrameFault.INCONSISTENT, Await.value(fault));
        assertEquals(CloseReason.PROTOCOL_ERROR, Await.value(reason));
    }

    @Test
    void shouldServeAnIdAgainOnceItWasAnswered() {
        Peer peer = peer();
        for (int i = 0; i < 3; i++) {
            peer.send(frames("100000000700010000000041"));
            assertEquals("00000006" + "1100000007" + "41", HexFormat.of().formatHex(peer.read(10)));
        }
    }

    @Test
    void shouldNotMindACancelThatComesTooLate() {
        Peer peer = peer().send(frames("1300000009", "100000000700010000000041"));
        assertEquals("00000006" + "1100000007" + "41", HexFormat.of().formatHex(peer.read(10)));
    }
}
