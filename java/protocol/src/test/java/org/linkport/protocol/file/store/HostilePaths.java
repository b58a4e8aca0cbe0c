/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Paths that want to lead out of a root, to a device, to another stream of a file, or to a file of ours. */
public final class HostilePaths {
    private static final String[] UPWARDS = {
        "..",
        ".",
        "../x",
        "a/../../x",
        "a/..",
        "a/.",
        "./a",
        "a/./b",
        "../../../../../../../../etc/passwd",
        "..\\x",
        "a\\..\\..\\x",
        "..\\..\\windows\\win.ini",
        "a/..\\../x",
        "...",
        "a/.../b",
        ".. /x",
        "..\t/x",
        "%2e%2e\\x",
        "..%5cx:y",
        "a/ ../x ",
        ". ./.",
        "..;/..",
    };
    private static final String[] ABSOLUTE = {
        "/",
        "/etc/passwd",
        "//etc/passwd",
        "///",
        "a//b",
        "a/",
        "/a/",
        "\\",
        "\\windows",
        "C:",
        "C:x",
        "C:\\x",
        "C:/x",
        "c:/../x",
        "\\\\server\\share\\x",
        "//server/share:x",
        "\\\\?\\C:\\x",
        "\\\\.\\PhysicalDrive0",
        "//?/C:/x",
        "//./NUL",
        "\\??\\C:\\x",
        "file:///etc/passwd",
        "\\\\?\\GLOBALROOT\\Device\\x",
        "\\\\localhost\\c$\\x",
        "~\\x",
        "Z:..\\x",
    };
    private static final String[] DEVICES = {
        "CON",
        "con",
        "PRN",
        "AUX",
        "NUL",
        "nul",
        "COM1",
        "com9",
        "COM0",
        "LPT1",
        "lpt9",
        "LPT0",
        "COM\u00B9",
        "COM\u00B2",
        "LPT\u00B3",
        "NUL.txt",
        "nul.tar.gz",
        "CON .txt",
        "a/NUL",
        "NUL/a",
        "aux.c",
        "COM1.log",
        "COM\u00B2.log",
        "CONIN$",
        "conout$",
        "CLOCK$",
        "NUL:",
        "COM1:",
        "PRN.",
        "AUX ",
        "lpt1 .x",
        "a/b/com3.x/c",
    };
    private static final String[] STREAMS = {
        "a:b", "a.txt:stream", "a::$DATA", "a.txt::$DATA", ":b", "a:", "dir:$I30:$INDEX_ALLOCATION", "a/b:c/d", ".:x",
    };
    private static final String[] ENDINGS = {
        "a.", "a ", "a..", "a. ", "a .", "a/b./c", "a /b", "a.txt.", " ", ". ", "a.. .",
    };
    private static final String[] CHARACTERS = {
        "a\0b",
        "\0",
        "a\0.txt",
        "../\0",
        "a\nb",
        "a\rb",
        "a\tb",
        "a\u0001",
        "a\u001Fb",
        "a\u007Fb",
        "a\u0085b",
        "a<b",
        "a>b",
        "a|b",
        "a\"b",
        "a?b",
        "a*b",
        "*",
        "?",
        "a\u202Etxt.exe",
        "a\u200Eb",
        "\uFEFFa",
        "a\u2028b",
        "a\u2029b",
        "a\u00ADb",
        "a\uD800b",
        "\uDC00",
        "a\uFFFFb",
        "a\uDBFF\uDFFFb",
        "a\u2066b",
    };
    private static final String[] OURS = {
        ".linkport-x", ".linkport-0123.part", "a/.linkport-0123.part", ".LINKPORT-x", ".Linkport-A.part", ".linkport-",
    };
    private static final String[] OVERLONG = {
        "x".repeat(256),
        "a/" + "x".repeat(300),
        "\u00E4".repeat(128),
        "\uD83D\uDE00".repeat(64),
        "x/".repeat(3_000) + "x",
        "x".repeat(100_000),
    };

    private HostilePaths() {}

    /** Each of them, once. */
    public static List<String> all() {
        return Stream.of(UPWARDS, ABSOLUTE, DEVICES, STREAMS, ENDINGS, CHARACTERS, OURS, OVERLONG)
                .flatMap(Arrays::stream)
                .toList();
    }
}
