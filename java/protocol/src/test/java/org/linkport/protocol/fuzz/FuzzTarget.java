/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.linkport.CloseReason;
import org.linkport.LinkHandler;
import org.linkport.contract.Await;
import org.linkport.protocol.frame.DelimiterFraming;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameHandler;
import org.linkport.protocol.frame.FramedLink;
import org.linkport.protocol.frame.Framing;
import org.linkport.protocol.frame.LengthFieldFraming;
import org.linkport.protocol.frame.PackFraming;
import org.linkport.protocol.frame.PacketFraming;
import org.linkport.protocol.frame.VarintFraming;
import org.linkport.protocol.message.MessageHandler;
import org.linkport.protocol.message.MessageOptions;
import org.linkport.protocol.message.Messages;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.session.Session;
import org.linkport.protocol.session.SessionHandler;
import org.linkport.protocol.session.SessionOptions;
import org.linkport.protocol.session.Sessions;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueException;
import org.linkport.protocol.value.ValueReader;

/** One decoder: how input for it is made, and how it is fed. */
abstract class FuzzTarget {
    private static final int PAYLOAD_MAX = 300;

    private final String name;

    FuzzTarget(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }

    static List<FuzzTarget> all() {
        return List.of(
                new Values(),
                new Frames("length4", LengthFieldFraming.bigEndian(4, PAYLOAD_MAX)),
                new Frames(
                        "length8",
                        LengthFieldFraming.littleEndian(8, PAYLOAD_MAX).withHeader(1, -9, 9)),
                new Frames("varint", new VarintFraming(PAYLOAD_MAX, true)),
                new Frames("pack", new PackFraming(5, PAYLOAD_MAX)),
                new Frames("lines", DelimiterFraming.lines(PAYLOAD_MAX)),
                new Frames("delimiter", DelimiterFraming.of(new byte[] {1, 1, 2}, PAYLOAD_MAX)),
                new Frames(
                        "packets",
                        PacketFraming.DEFAULT.withSizes(20, PAYLOAD_MAX).withPartial(3, 500)),
                new MessagesTarget(),
                new SessionsTarget(),
                new ConversationTargets.Server(),
                new ConversationTargets.Client(),
                new ConversationTargets.Scram(),
                new FilesTarget());
    }

    /** Something that the target takes. */
    abstract byte[] good(SplittableRandom random);

    static FuzzTarget of(String name) {
        return all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    abstract void feed(byte[] input, SplittableRandom pieces);

    byte[] input(SplittableRandom random) {
        if (random.nextInt(8) == 0) {
            return bytes(random, random.nextInt(200));
        }
        byte[] input = good(random);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            input = Mutation.of(input, random);
        }
        return input;
    }

    static byte[] bytes(SplittableRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    static void check(boolean kept, String what) {
        if (!kept) {
            throw new AssertionError(what);
        }
    }

    /** Payloads in frames, sent over a link that keeps them. */
    static byte[] framed(Framing framing, Iterable<byte[]> payloads) {
        FakeLink fake = new FakeLink();
        framing.around(new FrameHandler() {
                    @Override
                    public void onOpen(FramedLink link) {
                        payloads.forEach(payload -> link.send(ByteBuffer.wrap(payload)));
                    }

                    @Override
                    public void onFrame(FramedLink link, ByteBuffer payload) {}
                })
                .onOpen(fake.link);
        return fake.sent();
    }

    private static final class Frames extends FuzzTarget {
        private final Framing framing;

        Frames(String name, Framing framing) {
            super(name);
            this.framing = framing;
        }

        @Override
        byte[] good(SplittableRandom random) {
            return framed(
                    framing,
                    () -> random.ints(random.nextInt(1, 5), 1, 60)
                            .mapToObj(size -> {
                                byte[] payload = bytes(random, size);
                                for (int i = 0; i < size; i++) {
                                    payload[i] |= 0x40; // no delimiter
                                }
                                return payload;
                            })
                            .iterator());
        }

        @Override
        void feed(byte[] input, SplittableRandom pieces) {
            FakeLink fake = new FakeLink();
            int[] told = new int[2];
            LinkHandler handler = framing.around(new FrameHandler() {
                @Override
                public void onFrame(FramedLink link, ByteBuffer payload) {
                    told[0] += payload.remaining();
                    check(payload.remaining() <= framing.maxPayloadBytes(), "a payload over the limit");
                    check(told[1] == 0, "a payload after a fault");
                    check(payload.order() == ByteOrder.BIG_ENDIAN, "another byte order");
                    payload.order(ByteOrder.LITTLE_ENDIAN)
                            .position(payload.limit())
                            .limit(0); // what a program may do
                }

                @Override
                public void onFrameError(FramedLink link, FrameException error) {
                    told[1]++;
                }
            });
            fake.feed(handler, input, pieces);
            check(told[0] <= input.length, "more payload than input");
            check(told[1] <= 1, "told twice");
            check((fake.ended() == CloseReason.PROTOCOL_ERROR) == (told[1] == 1), "ended by " + fake.ended());
        }
    }

    private static final class Values extends FuzzTarget {
        private static final int FORMS = 14;
        private static final List<LengthForm> LENGTHS = List.of(LengthForm.values());

        Values() {
            super("values");
        }

        @Override
        byte[] good(SplittableRandom random) {
            return bytes(random, random.nextInt(60));
        }

        @Override
        void feed(byte[] input, SplittableRandom pieces) {
            ByteOrder order = pieces.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            ValueReader reader = new ValueReader(ByteBuffer.wrap(input), order);
            int failures = 0;
            while (reader.remaining() > 0 && failures < 20) {
                int before = reader.remaining();
                try {
                    read(reader, pieces.nextInt(FORMS));
                } catch (ValueException e) {
                    check(reader.remaining() == before, "a read that failed has moved");
                    failures++;
                }
            }
        }

        private static void read(ValueReader reader, int form) {
            LengthForm lengths = LENGTHS.get(form % LENGTHS.size());
            switch (form) {
                case 0 -> reader.u8();
                case 1 -> reader.u16();
                case 2 -> reader.u24();
                case 3 -> reader.u32();
                case 4 -> reader.u63();
                case 5 -> reader.varint32();
                case 6 -> reader.varint64();
                case 7 -> reader.bool();
                case 8 -> reader.zeroEnded(30, StandardCharsets.UTF_8);
                case 9 -> reader.padded(5, StandardCharsets.UTF_8);
                case 10, 11 -> reader.text(lengths, 1 << 30, StandardCharsets.UTF_8);
                default -> reader.block(lengths, Integer.MAX_VALUE);
            }
        }
    }

    private static final Framing FRAMING = LengthFieldFraming.bigEndian(4, 1 << 17);

    private static final class MessagesTarget extends FuzzTarget {
        MessagesTarget() {
            super("messages");
        }

        @Override
        byte[] good(SplittableRandom random) {
            return framed(
                    FRAMING,
                    () -> random.ints(random.nextInt(1, 6), 0, 4)
                            .mapToObj(kind -> message(random, kind))
                            .iterator());
        }

        private static byte[] message(SplittableRandom random, int kind) {
            ByteBuffer message = ByteBuffer.allocate(40).put((byte) (0x10 + random.nextInt(5)));
            message.putInt(random.nextInt(3)).putShort((short) kind).putInt(0);
            return java.util.Arrays.copyOf(message.array(), random.nextInt(3, 20));
        }

        @Override
        void feed(byte[] input, SplittableRandom pieces) {
            FakeLink fake = new FakeLink();
            Messages[] ours = new Messages[1];
            MessageHandler handler = new MessageHandler() {
                @Override
                public void onOpen(Messages messages) {
                    ours[0] = messages;
                    var unused = messages.request(1, ByteBuffer.allocate(1), 0).exceptionally(failure -> null);
                }

                @Override
                public void onRequest(Messages messages, Request request) {
                    if (request.type() % 2 == 0) {
                        request.reply(request.body());
                    }
                }
            };
            fake.feed(FRAMING.around(MessageOptions.DEFAULT.withMaxServing(2).framed(handler)), input, pieces);
            check(ours[0].inFlight() == 0, "a request is open behind the end");
            check(ours[0].serving() <= 2, "more served than allowed");
        }
    }

    private static final class SessionsTarget extends FuzzTarget {
        SessionsTarget() {
            super("sessions");
        }

        @Override
        byte[] good(SplittableRandom random) {
            List<byte[]> payloads = new java.util.ArrayList<>(List.of(new byte[] {0x20, 1}));
            int next = 1;
            for (int i = random.nextInt(6); i > 0; i--) {
                int kind = 0x25 + random.nextInt(5);
                ByteBuffer payload = ByteBuffer.allocate(24).put((byte) kind).putLong(kind == 0x26 ? 0 : next);
                payload.putLong(kind == 0x27 ? next : 0);
                int size = kind == 0x25 ? 20 : kind == 0x27 ? 17 : kind == 0x29 ? 1 : 9;
                next += kind == 0x25 || kind == 0x27 ? 1 : 0;
                payloads.add(java.util.Arrays.copyOf(payload.array(), size));
            }
            return framed(FRAMING, payloads);
        }

        @Override
        void feed(byte[] input, SplittableRandom pieces) {
            FakeLink fake = new FakeLink();
            long[] last = new long[1];
            SessionHandler handler = new SessionHandler() {
                @Override
                public void onOpen(Session session) {
                    session.send(ByteBuffer.allocate(1));
                }

                @Override
                public void onMessage(Session session, ByteBuffer payload) {
                    last[0]++;
                }
            };
            Sessions sessions = new Sessions(SessionOptions.DEFAULT.withHeartbeat(0, 1));
            try {
                fake.feed(sessions.server(FRAMING, () -> handler).handlerFor(fake.link), input, pieces);
            } finally {
                sessions.close();
                Await.value(sessions.ended());
            }
            check(last[0] <= input.length, "more messages than input");
        }
    }
}
