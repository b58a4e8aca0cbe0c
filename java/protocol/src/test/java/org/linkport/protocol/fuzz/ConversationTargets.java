/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.FuzzedSides;
import org.linkport.protocol.frame.Framing;
import org.linkport.protocol.frame.LengthFieldFraming;
import org.linkport.protocol.login.FuzzedScram;

/** Greeting, login and what follows, at a server and at a client, and the texts of a login by themselves. */
final class ConversationTargets {
    private static final Framing FRAMING = LengthFieldFraming.bigEndian(4, 1 << 17);
    private static final byte[] GREETING = {1, 'L', 'K', 'P', 'T', 1, 1, 0, 0, 16, 0};
    private static final byte[] TALK = {1, 0, 4, 't', 'a', 'l', 'k'};
    private static final byte[] NO_NAMES = {0};
    private static final byte[] ANONYMOUS = {1, 0, 9, 'A', 'N', 'O', 'N', 'Y', 'M', 'O', 'U', 'S'};

    private ConversationTargets() {}

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(300);
        for (byte[] part : parts) {
            all.put(part);
        }
        return java.util.Arrays.copyOf(all.array(), all.position());
    }

    private static byte[] request(int type, String body) {
        byte[] head = ByteBuffer.allocate(11)
                .put((byte) 0x10)
                .putInt(1)
                .putShort((short) type)
                .putInt(0)
                .array();
        return joined(head, body.getBytes(StandardCharsets.UTF_8));
    }

    /** What a protocol may be told, and a ping and a goodbye. */
    private static byte[] talk(SplittableRandom random) {
        byte[] rest = FuzzTarget.bytes(random, random.nextInt(1, 30));
        rest[0] = new byte[] {0x10, 0x14, 0x60, 0x6F, 0x70, 0x02, 0x04, 0x11}[random.nextInt(8)];
        return rest;
    }

    private static byte[] framedWithTalk(SplittableRandom random, List<byte[]> before) {
        List<byte[]> payloads = new ArrayList<>(before);
        for (int i = random.nextInt(4); i > 0; i--) {
            payloads.add(talk(random));
        }
        return FuzzTarget.framed(FRAMING, payloads);
    }

    static final class Server extends FuzzTarget {
        Server() {
            super("server");
        }

        @Override
        byte[] good(SplittableRandom random) {
            List<byte[]> payloads = new ArrayList<>(List.of(joined(GREETING, NO_NAMES, TALK)));
            if (random.nextInt(3) == 0) {
                payloads.add(request(0x8000, "n,,n=alice,r=abc"));
                payloads.add(request(0x8001, "c=biws,r=abc,p=AAAA"));
            }
            payloads.add(request(0x8002, ""));
            return framedWithTalk(random, payloads);
        }

        @Override
        void feed(byte[] input, SplittableRandom pieces) {
            FakeLink fake = new FakeLink();
            FuzzedSides sides = new FuzzedSides();
            fake.feed(sides.server(fake.link), input, pieces);
            check(sides.opened() <= 1, "logged in twice");
            check(sides.told() <= input.length, "more told than came");
        }
    }

    static final class Client extends FuzzTarget {
        Client() {
            super("client");
        }

        @Override
        byte[] good(SplittableRandom random) {
            byte[] permitted = {0x11, 0, 1, 0, 0, 1, 0, 4, 't', 'a', 'l', 'k'};
            return framedWithTalk(random, List.of(joined(GREETING, ANONYMOUS, TALK), permitted));
        }

        @Override
        void feed(byte[] input, SplittableRandom pieces) {
            FakeLink fake = new FakeLink();
            FuzzedSides sides = new FuzzedSides();
            List<CompletionStage<Conversation>> begun = new ArrayList<>();
            fake.feed(sides.client(begun), input, pieces);
            boolean failed = begun.get(0).toCompletableFuture().isCompletedExceptionally();
            check(begun.get(0).toCompletableFuture().isDone(), "neither begun nor failed");
            check(failed || sides.opened() <= 1, "opened twice");
            check(!failed || sides.opened() == 0, "opened and failed");
        }
    }

    static final class Scram extends FuzzTarget {
        private static final int SERVERS = 4_096;

        Scram() {
            super("scram");
        }

        @Override
        byte[] good(SplittableRandom random) {
            if (random.nextInt(SERVERS / 8) == 0) { // slow on purpose
                return "\0r=oursmore,s=AAAA,i=4096".getBytes(StandardCharsets.UTF_8);
            }
            return String.join("\0", FuzzedScram.client("client")).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        void feed(byte[] input, SplittableRandom pieces) {
            String text = new String(input, StandardCharsets.UTF_8);
            int end = text.indexOf('\0');
            if (end == 0 && !text.matches("(?s).*i=\\d{5}.*")) { // more would take seconds each
                FuzzedScram.isAnswered(text.substring(1));
            } else if (end > 0) {
                String first = text.substring(0, end);
                String last = text.substring(end + 1);
                check(!FuzzedScram.letsIn(first, last) || knows(first, last), "let in with " + text);
            }
        }

        /** Only who knew the secret can have made a proof; a change that leaves it right has changed nothing of it. */
        private static boolean knows(String first, String last) {
            int nonceAt = first.indexOf(",r=");
            String[] own = FuzzedScram.client(first.substring(nonceAt + 3));
            return own[0].equals(first) && own[1].equals(last);
        }
    }
}
