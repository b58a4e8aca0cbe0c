/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A path as peers write it: names with {@code /} between them, below some root; without a name, the root itself. The rules are
 * the same on every system, so that what one stores the other can, too: no name that any of them takes for something else
 * (a device, a stream of a file, a drive, another directory) or cannot keep.
 *
 * @param names from the root on
 */
public record ClientPath(List<String> names) {
    /** The longest path, in bytes of UTF-8. */
    public static final int PATH_BYTES_MAX = 4_096;

    /** The longest name, in bytes of UTF-8. */
    public static final int NAME_BYTES_MAX = 255;

    /** Names of our own files begin so; nobody else can name them. */
    static final String OURS = ".linkport-";

    private static final ClientPath ROOT = new ClientPath(List.of());
    private static final String RESERVED = "\\:*?\"<>|";
    private static final Set<String> DEVICES =
            Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$", "CONFIG$");
    private static final String DEVICE_DIGITS = "0123456789\u00B9\u00B2\u00B3";
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /** Checks every name. */
    public ClientPath {
        names = List.copyOf(names);
        names.forEach(ClientPath::checkName);
    }

    /**
     * Reads a path.
     *
     * @throws FileException {@link FileFailure#INVALID_PATH} if it is none
     */
    public static ClientPath parse(String path) {
        if (path.isEmpty()) {
            return ROOT;
        }
        if (path.length() > PATH_BYTES_MAX || bytesOf(path) > PATH_BYTES_MAX) {
            throw invalid("the path is too long");
        }
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', start)) {
            names.add(path.substring(start, end));
            start = end + 1;
        }
        names.add(path.substring(start));
        return new ClientPath(names);
    }

    /**
     * Checks one name, of a listing for instance.
     *
     * @throws FileException {@link FileFailure#INVALID_PATH} if no file may be called so
     */
    public static void checkName(String name) {
        if (name.isEmpty()) {
            throw invalid("a name is empty");
        }
        if (name.length() > NAME_BYTES_MAX) {
            throw invalid("a name is too long");
        }
        name.codePoints().forEach(point -> checkCharacter(name, point));
        if (bytesOf(name) > NAME_BYTES_MAX) {
            throw invalid("a name is too long");
        }
        char last = name.charAt(name.length() - 1);
        if (name.equals(".") || name.equals("..")) {
            throw invalid("'" + name + "' is no name");
        }
        if (last == '.' || last == ' ') {
            throw invalid("a name ends in a dot or a space: " + name);
        }
        if (isDevice(name)) {
            throw invalid("a name is that of a device: " + name);
        }
        if (name.toLowerCase(Locale.ROOT).startsWith(OURS)) {
            throw invalid("a name is reserved: " + name);
        }
    }

    private static void checkCharacter(String name, int point) {
        boolean good = switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            // Marks of direction make a name look like another; the two joiners are part of how words are written.
            case Character.FORMAT -> point == ZERO_WIDTH_NON_JOINER || point == ZERO_WIDTH_JOINER;
            default -> point != '/' && RESERVED.indexOf(point) < 0;
        };
        if (!good) {
            throw invalid("a name has the character " + String.format("U+%04X", point) + ": " + printable(name));
        }
    }

    private static String printable(String name) {
        StringBuilder text = new StringBuilder();
        name.codePoints().limit(64).forEach(point -> text.appendCodePoint(point >= ' ' && point < 0x7F ? point : '?'));
        return text.toString();
    }

    /** Windows looks at what is before the first dot or colon, without spaces at its end, in any case. */
    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String base = (dot < 0 ? name : name.substring(0, dot)).stripTrailing().toUpperCase(Locale.ROOT);
        return DEVICES.contains(base)
                || (base.length() == 4
                        && (base.startsWith("COM") || base.startsWith("LPT"))
                        && DEVICE_DIGITS.indexOf(base.charAt(3)) >= 0);
    }

    private static int bytesOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static FileException invalid(String message) {
        return new FileException(FileFailure.INVALID_PATH, message);
    }

    /** Whether it is the root. */
    public boolean isRoot() {
        return names.isEmpty();
    }

    /**
     * The last name.
     *
     * @throws FileException {@link FileFailure#INVALID_PATH} of the root, which has none
     */
    public String name() {
        if (isRoot()) {
            throw invalid("the root itself");
        }
        return names.get(names.size() - 1);
    }

    /** The path without its last name. */
    public ClientPath parent() {
        name();
        return new ClientPath(names.subList(0, names.size() - 1));
    }

    /** A name below this one. */
    public ClientPath resolve(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new ClientPath(longer);
    }

    /** As peers write it. */
    @Override
    public String toString() {
        return String.join("/", names);
    }
}
