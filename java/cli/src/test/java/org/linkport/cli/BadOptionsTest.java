/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines and configuration files that are wrong: each ends with code 2 at once, and says what is wrong and permitted. */
class BadOptionsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"                              | no command is given",
                "srve                              | Did you mean: linkport serve?",
                "serve --listne 1                  | --listen",
                "serve --listen 65536              | with a TCP port from 0 to 65535",
                "serve --listen -1                 | '-1'",
                "serve --listen host:              | 'host:' is no address",
                "serve --listen :9700              | ':9700' is no address",
                "serve --listen ::1:9700           | [IPV6]:PORT",
                "serve --listen 9700,abc           | 'abc' is no address",
                "serve --echo x:y                  | 'x:y' is no address",
                "serve --engine epoll              | [AUTO, IOCP, NIO]",
                "serve --workers 0                 | --workers is 0 and must be from 1 to 64",
                "serve --workers 65                | --workers is 65 and must be from 1 to 64",
                "serve --workers two               | 'two' is not an int",
                "serve --max-links 0               | --max-links is 0 and must be from 1 to 1000000",
                "serve --drain-seconds 601         | --drain-seconds is 601 and must be from 0 to 600",
                "serve --console nowhere:x         | 'nowhere:x' is no address",
                "serve --anonymous --console *:0 | token is null and must be given",
                "serve --anonymous --console 0 --console-token-file no-such-file | no-such-file",
                "serve --log-level loud            | 'loud'",
                "serve --log-file-mib 0            | --log-file-mib is 0 and must be from 1 to 10000",
                "serve --log-keep-days 0           | --log-keep-days is 0 and must be from 1 to 3650",
                "serve --config                    | FILE",
                "serve --config no-such-file       | 'no-such-file'",
                "serve --stop-on-eof=perhaps       | perhaps",
                "serve                            | nobody could log in",
                "serve --users no-such-file        | 'no-such-file' cannot be read",
                "serve --anonymous=a,_b            | '_b'",
                "user                              | say add or remove",
                "user add                          | FILE",
                "user add f n --may                | --may",
                "user add f bad name --may *       | 'name'",
                "bench --mode sideways             | --mode is sideways and must be of upload, download, echo, one-way",
                "bench --links 0                   | --links is 0 and must be from 1 to 10000",
                "bench --links 1,x                 | 'x'",
                "bench --kib 1025                  | --kib is 1025 and must be from 1 to 1024",
                "bench --seconds 0                 | --seconds is 0.0 and must be from 0.1 to 3600",
                "bench --packets -1                | --packets is -1 and must be from 0",
                "bench --workers 0                 | --workers is 0 and must be from 1 to 64",
                "bench -s 192.0.2.1:9700           | is not this machine",
                "bench -s 192.0.2.1:9700 --remote  | --remote and --permitted",
                "bench -s 192.0.2.1:9 --permitted  | --remote and --permitted",
                "links --sort colour               | 'colour'",
                "links --lines 0                   | --lines is 0 and must be from 1 to 10000",
                "links --close x                   | 'x'",
                "links -s a:b                      | 'a:b' is no address",
                "send hello                        | --to",
                "send --to 1 --all hello           | mutually exclusive",
                "send --to 1                       | TEXT",
                "send --to 1 --hex 4g              | is not written in hexadecimal digits",
                "log --level loud                  | 'loud'",
                "log --lines 1001                  | --lines is 1001 and must be from 0 to 1000",
                "top --every-seconds 0             | --every-seconds is 0 and must be from 1 to 3600",
                "top --times -1                    | --times is -1 and must be from 0",
                "serve --anonymous --files none    | 'none', which cannot be served",
                "serve --anonymous --min-free-mib -1 | --min-free-mib is -1 and must be from 0",
                "put                               | LOCAL",
                "put x --parallel 0                | --parallel is 0 and must be from 1 to 32",
                "get x --rate-kib -1               | --rate-kib is -1 and must be from 0",
                "cp x                              | TO",
                "cp x y --to a:b                   | 'a:b' is no address",
                "cat                               | REMOTE",
                "ls --jsn                          | --jsn",
                "serve extra                       | 'extra'",
            })
    void shouldRefuseAndSayWhy(String line, String told) {
        Terminal run = line.isEmpty() ? Terminal.run() : Terminal.run(line.split(" ", -1));
        assertEquals(ExitCode.USAGE, run.exitCode(), run.err());
        assertTrue(run.err().contains(told), run.err());
        assertTrue(run.err().contains("Try 'linkport"), run.err());
        assertEquals("", run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "worker = 2                        | has 'worker'; permitted: anonymous, console, console-token-file",
                "workers = 0                       | --workers is 0",
                "config = another                  | has 'config'",
                "help = true                       | has 'help'",
                "listen = nowhere                  | 'nowhere' is no address",
                "stop-on-eof = yes                 | yes",
                "log-level = \\u00zz               | Malformed",
            })
    void shouldRefuseAFile(String content, String told) throws IOException {
        Path file = Files.writeString(folder.resolve("linkport.conf"), content + "\n");
        Terminal run = Terminal.run("serve", "--anonymous", "--config=" + file);
        assertEquals(ExitCode.USAGE, run.exitCode(), run.err());
        assertTrue(run.err().contains(told), run.err());
    }

    @Test
    void shouldRefuseALogThatCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Terminal run = Terminal.run(
                "serve",
                "--anonymous",
                "--listen",
                "0",
                "--log-file",
                file.resolve("in/it").toString());
        assertEquals(ExitCode.USAGE, run.exitCode(), run.err());
        assertTrue(run.err().contains("in" + file.getFileSystem().getSeparator() + "it' cannot be written"), run.err());
    }
}
