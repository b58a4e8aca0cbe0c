/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.linkport.Linkport;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.conversation.Conversations;
import org.linkport.protocol.file.FileServer;
import org.linkport.protocol.file.FileServerOptions;
import org.linkport.protocol.file.store.FileRoot;
import org.linkport.protocol.file.store.StoreLimits;
import org.linkport.protocol.file.store.SyncPolicy;
import org.linkport.protocol.frame.Framing;
import org.linkport.protocol.frame.LengthFieldFraming;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueWriter;

/**
 * Requests for files and bytes of them, at a server that somebody has logged in to. Whatever comes, nothing is open
 * afterwards, and nothing appears beside the root. A download gets no further than to the opening of its file.
 */
final class FilesTarget extends FuzzTarget {
    private static final Framing FRAMING = LengthFieldFraming.bigEndian(4, 1 << 17);
    private static final StoreLimits LIMITS = new StoreLimits(1 << 16, 1 << 17, 0);
    private static final byte[] GREETING = {
        1, 'L', 'K', 'P', 'T', 1, 1, 0, 0, 16, 0, 0, 1, 0, 5, 'f', 'i', 'l', 'e', 's'
    };
    private static final byte[] LOGIN = {0x10, 0, 0, 0, 0, (byte) 0x80, 2, 0, 0, 0, 0};
    private static final List<String> PATHS = List.of("", "there", "new", "dir", "dir/new", "..", "dir/../new", "CON");
    private static final byte[] HASH = new byte[32];

    /** What sends no file. */
    private static final Linkport PORT = (Linkport) Proxy.newProxyInstance(
            Linkport.class.getClassLoader(), new Class<?>[] {Linkport.class}, (proxy, method, args) -> {
                throw new IOException("nothing is sent here");
            });

    FilesTarget() {
        super("files");
    }

    @Override
    byte[] good(SplittableRandom random) {
        List<byte[]> payloads = new ArrayList<>(List.of(GREETING, LOGIN));
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            ByteBuffer payload = payload(random, i).take();
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            payloads.add(bytes);
        }
        return framed(FRAMING, payloads);
    }

    private static ValueWriter payload(SplittableRandom random, int id) {
        ValueWriter writer = ValueWriter.growing(1_000, ByteOrder.BIG_ENDIAN);
        long position = random.nextInt(3) * 5L;
        if (random.nextInt(4) == 0) {
            writer.u8(0x40 + random.nextInt(2)).u32(handle(random)).i64(position);
            return writer.bytes(bytes(random, random.nextInt(6)));
        }
        int[] types = {0x8100, 0x8101, 0x8102, 0x8103, 0x8110, 0x8118, 0x8120, 0x8121, 0x8122, 0x8124, 0x8126, 0x8130};
        int[] withoutFields = {0x8119, 0x8123, 0x8125};
        int type = random.nextInt(6) == 0 ? withoutFields[random.nextInt(3)] : types[random.nextInt(types.length)];
        writer.u8(0x10).i32(id).u16(type).i32(0);
        return switch (type) {
            case 0x8100 -> path(path(writer, random), random).u16(5);
            case 0x8101, 0x8102, 0x8103 -> path(writer, random);
            case 0x8110 ->
                path(writer, random).i64(5).i64(-1).u8(random.nextInt(8)).bytes(new byte[16]);
            case 0x8118 -> path(writer, random).i64(position).bytes(HASH);
            case 0x8120 -> path(writer, random).u8(random.nextInt(16));
            case 0x8121 -> writer.u32(handle(random)).i64(position).u32(9);
            case 0x8122 -> writer.u32(handle(random)).i64(position).bytes(bytes(random, 7));
            case 0x8124, 0x8126 -> writer.u32(handle(random)).i64(position);
            case 0x8130 -> writer.u32(handle(random)).u8(random.nextInt(2));
            default -> writer.u32(handle(random));
        };
    }

    private static int handle(SplittableRandom random) {
        return random.nextInt(1, 4);
    }

    private static ValueWriter path(ValueWriter writer, SplittableRandom random) {
        return writer.text(LengthForm.U16, PATHS.get(random.nextInt(PATHS.size())), StandardCharsets.UTF_8);
    }

    @Override
    void feed(byte[] input, SplittableRandom pieces) {
        try {
            Path temp = Files.createTempDirectory("linkport-fuzz");
            try {
                feed(temp, input, pieces);
            } finally {
                delete(temp);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void feed(Path temp, byte[] input, SplittableRandom pieces) throws IOException {
        Path root = Files.createDirectory(temp.resolve("root"));
        Files.write(root.resolve("there"), new byte[10]);
        FileServer server = new FileServer(
                PORT,
                FileRoot.open(root, LIMITS),
                Runnable::run,
                FileServerOptions.DEFAULT.withSync(SyncPolicy.NONE).withOpenFiles(3, 2));
        FakeLink fake = new FakeLink();
        Conversations served = new Conversations(
                ConversationOptions.DEFAULT.withHeartbeat(0, 1), Access.everybody("files"), List.of(server));
        fake.feed(served.handlerFor(fake.link), input, pieces);
        check(server.openFiles() == 0, "files are open");
        check(server.root().filesInUse() == 0, "files are in use");
        try (Stream<Path> beside = Files.list(temp)) {
            check(beside.count() == 1, "something is beside the root");
        }
    }

    private static void delete(Path temp) throws IOException {
        try (Stream<Path> all = Files.walk(temp)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
