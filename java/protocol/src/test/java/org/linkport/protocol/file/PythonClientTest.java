/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.contract.Await;
import org.linkport.contract.Bytes;
import org.linkport.contract.Ports;
import org.linkport.protocol.file.store.StoreLimits;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.Users;

/**
 * docs/protocol.md is enough to write a client from: the one in src/test/python, of Python's standard library, logs in by
 * SCRAM, uploads, lists, downloads, goes on with parts that are right or wrong, and is refused as it should be.
 */
class PythonClientTest {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final Path CLIENT = Path.of("src/test/python/files.py").toAbsolutePath();

    @RegisterExtension
    final Ports ports = new Ports();

    private FileRig rig;
    private Path temp;
    private int runs;

    /** Where programs outside of Wine find it, too. */
    @BeforeEach
    void makeDirectory() throws IOException {
        Path base = WINDOWS ? Path.of("Z:\\tmp") : Path.of(System.getProperty("java.io.tmpdir"));
        temp = Files.createTempDirectory(base, "linkport-python");
    }

    @AfterEach
    void deleteDirectory() throws IOException {
        try (Stream<Path> all = Files.walk(temp)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Runs the client as that user; what it printed, behind {@code !} if it failed. */
    private String python(String name, String secret, String... command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("127.0.0.1", String.valueOf(rig.address.getPort()), name, secret));
        for (String each : command) {
            arguments.add(outside(each));
        }
        Path output = temp.resolve("output" + runs++);
        Process process = new ProcessBuilder(shell(arguments, output)).start();
        String printed = printed(output);
        process.destroy();
        int end = printed.lastIndexOf("exit ");
        return (printed.endsWith("exit 0") ? "" : "!")
                + printed.substring(0, end).strip();
    }

    /** Wine starts programs of the system around it, and cannot wait for them: they say when they end. */
    private static List<String> shell(List<String> arguments, Path output) {
        String script =
                "out=$1; shift; export PYTHONDONTWRITEBYTECODE=1; python3 \"$@\" >\"$out\" 2>&1; echo exit $? >>\"$out\"";
        List<String> all = new ArrayList<>(List.of(
                WINDOWS ? "Z:\\bin\\sh" : "/bin/sh",
                "-c",
                script,
                "sh",
                outside(output.toString()),
                outside(CLIENT.toString())));
        all.addAll(arguments);
        return all;
    }

    private static String outside(String path) {
        return WINDOWS && path.startsWith("Z:") ? path.substring(2).replace('\\', '/') : path;
    }

    private static String printed(Path output) {
        String[] printed = {""};
        Await.until(() -> "the end of the client: " + printed[0], () -> {
            try {
                printed[0] = Files.exists(output) ? Files.readString(output).strip() : "";
            } catch (IOException e) {
                printed[0] = "";
            }
            return printed[0].matches("(?s).*exit [0-9]+");
        });
        return printed[0];
    }

    @Test
    void shouldBeServedAsAnybody() throws Exception {
        Users users = Users.of(List.of(
                Users.line("ann", "secret-of-ann", Set.of("files"), 4_096),
                Users.line("bob", "another", Set.of("files:read"), 4_096)));
        rig = new FileRig(ports, temp, StoreLimits.NONE, FileServerOptions.DEFAULT, Access.of(users));
        String ann = "ann";
        String secret = "secret-of-ann";
        byte[] content = Bytes.pattern(3_000_017, 1);
        Path file = rig.file("file", content);
        String hash = python(ann, secret, "put", file.toString(), "new/there");
        assertTrue(hash.matches("[0-9a-f]{64}"), hash);
        Bytes.assertSame(content, Files.readAllBytes(rig.root.resolve("new/there")));
        Path back = rig.local.resolve("back");
        assertEquals(hash, python("bob", "another", "get", "new/there", back.toString()));
        Bytes.assertSame(content, Files.readAllBytes(back));
        assertEquals(hash, python(ann, secret, "put", file.toString(), "new/there"), "replaced");

        Files.write(rig.local.resolve("right.part"), Arrays.copyOf(content, 1_000_000));
        Files.write(rig.local.resolve("wrong.part"), new byte[1_000_000]);
        for (String name : List.of("right", "wrong")) {
            assertEquals(
                    hash,
                    python(
                            "bob",
                            "another",
                            "get",
                            "new/there",
                            rig.local.resolve(name).toString()));
            Bytes.assertSame(content, Files.readAllBytes(rig.local.resolve(name)));
        }
        Path empty = rig.file("empty", new byte[0]);
        python(ann, secret, "put", empty.toString(), "new/empty");
        String listed = python("bob", "another", "ls", "new");
        assertTrue(
                listed.startsWith("file 0 ") && listed.contains(" empty") && listed.contains("file 3000017 "), listed);

        assertTrue(python("bob", "wrong", "ls", "new").startsWith("!refused with 0x0008"));
        assertTrue(python("-", "-", "ls", "new").startsWith("!the server asks for a name"));
        assertTrue(python("bob", "another", "put", file.toString(), "b").startsWith("!refused with 0x0006"));
        assertTrue(python(ann, secret, "put", file.toString(), "../b").startsWith("!refused with 0x8102"));
        assertTrue(python(ann, secret, "get", "none", back.toString()).startsWith("!refused with 0x8101"));
        rig.assertNothingOpen();
    }
}
