/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.value.ValueException;

/**
 * The users of a server, from a file of text in UTF-8: one line for each, empty lines, and comments that begin with #.
 *
 * <pre>
 * &#64;salts 4mMrh...
 * alice SCRAM-SHA-256 100000 salt storedKey serverKey files:read,links
 * </pre>
 *
 * The first line is what the salts of users that do not exist are made of, so that they look like others, also after a
 * restart. Any thread.
 */
public final class Users {
    private final @Nullable Path file;
    private volatile UserTable table;

    private Users(@Nullable Path file, UserTable table) {
        this.file = file;
        this.table = table;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws ValueException naming the line that is none, or the user that is there twice
     */
    public static Users load(Path file) throws IOException {
        return new Users(file, UserTable.read(Files.readAllLines(file)));
    }

    /** Users of lines that {@link #line} has made, which are in no file. */
    public static Users of(List<String> lines) {
        return new Users(null, UserTable.read(lines));
    }

    /**
     * Reads the file again; who is logged in stays so. If this throws, the users are those of before.
     *
     * @throws IOException as {@link #load}
     * @throws ValueException as {@link #load}
     * @throws IllegalStateException if they are from no file
     */
    public void reload() throws IOException {
        if (file == null) {
            throw new IllegalStateException("these users are from no file");
        }
        table = UserTable.read(Files.readAllLines(file));
    }

    /** How many there are. */
    public int count() {
        return table.count();
    }

    /** The user of that name, with its permissions. */
    public Optional<User> find(String name) {
        Account account = table.find(name);
        return account.isKnown() ? Optional.of(account.user()) : Optional.empty();
    }

    /** One for every name. */
    Account account(String name) {
        return table.find(name);
    }

    /**
     * The line of one user, with a new salt. Takes its time, see {@link ScramKeys}.
     *
     * @param permissions such as {@code files:read}; see {@link User}
     * @throws ValueException if the name, the secret or a permission cannot be one
     */
    public static String line(String name, String secret, Set<String> permissions) {
        return line(name, secret, permissions, ScramKeys.ITERATIONS_DEFAULT);
    }

    /** The same with another number of iterations, see {@link ScramKeys#of}. */
    public static String line(String name, String secret, Set<String> permissions, int iterations) {
        return new Account(Account.checkedName(name), ScramKeys.of(secret, iterations), permissions, true).line();
    }

    /**
     * Writes the line of one user into a file, in place of the one that it had, or behind the others. A file that is not
     * there is made, for its owner alone where the system has such a thing. What reads it meanwhile sees the old file or
     * the new one.
     */
    public static void put(Path file, String line) throws IOException {
        UsersFile.change(file, Account.read(line).name(), line);
    }

    /**
     * Takes a user out of a file.
     *
     * @return false if it was not there
     */
    public static boolean remove(Path file, String name) throws IOException {
        return UsersFile.change(file, Account.checkedName(name), null);
    }
}
