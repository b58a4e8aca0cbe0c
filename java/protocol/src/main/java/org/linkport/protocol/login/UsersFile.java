/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes a file of users; one process at a time. */
final class UsersFile {
    private UsersFile() {}

    /** Puts a line in place of that of a user, or takes it out; tells whether the user was there before. */
    static boolean change(Path file, String name, @Nullable String newLine) throws IOException {
        List<String> lines = Files.exists(file)
                ? new ArrayList<>(Files.readAllLines(file))
                : new ArrayList<>(List.of(UserTable.newSaltsLine()));
        UserTable.read(lines); // what is broken is not made worse
        int place = find(lines, name);
        if (newLine == null && place < 0) {
            return false;
        }
        if (newLine == null) {
            lines.remove(place);
        } else if (place < 0) {
            lines.add(newLine);
        } else {
            lines.set(place, newLine);
        }
        replace(file.toAbsolutePath(), lines);
        return place >= 0;
    }

    private static int find(List<String> lines, String name) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("#")
                    && !line.startsWith(UserTable.SALTS)
                    && !line.isBlank()
                    && Account.read(line).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static void replace(Path file, List<String> lines) throws IOException {
        Path directory = file.resolveSibling("").toAbsolutePath();
        Path written = Files.createTempFile(directory, file.getFileName().toString(), ".new", ownerOnly(directory));
        try {
            Files.write(written, lines);
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) throws IOException {
        FileStore store = Files.getFileStore(directory);
        return store.supportsFileAttributeView(PosixFileAttributeView.class)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
