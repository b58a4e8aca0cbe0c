/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linkport.EngineUnavailableException;

/**
 * Loads {@code linkport.dll} once: from the path in {@value #PATH} alone if that is set, else from the library path,
 * else from the jar. Every attempt is recorded, and all are told if none worked.
 */
final class NativeLibrary {
    /** System property: the library's file. Nothing else is tried then. */
    static final String PATH = "linkport.native.path";

    /** System property: the directory that the jar's copy is extracted to. */
    static final String CACHE = "linkport.native.cache";

    /** System property: {@code true} has immediate successes queued too, as some network providers force. For tests. */
    static final String NEVER_SKIP = "linkport.native.neverSkip";

    private static final String NAME = "linkport";

    private static @Nullable List<LoadAttempt> attempts;
    private static boolean loaded;

    private NativeLibrary() {}

    /** @throws EngineUnavailableException with the cause, the same each time */
    static synchronized void load() {
        if (attempts == null) {
            attempts = new ArrayList<>();
            loaded = tryAll(attempts);
        }
        if (!loaded) {
            String story = attempts.stream().map(LoadAttempt::toString).collect(Collectors.joining("; "));
            throw new EngineUnavailableException(
                    "engine IOCP is not available (ask for NIO, or for AUTO to take the best there is): " + story,
                    null);
        }
    }

    private static boolean tryAll(List<LoadAttempt> attempts) {
        String os = System.getProperty("os.name", "");
        String architecture = System.getProperty("os.arch", "");
        if (!os.toLowerCase(Locale.ROOT).startsWith("windows") || !architecture.equals("amd64")) {
            attempts.add(new LoadAttempt(
                    "platform", "IOCP needs Windows on amd64, and this is " + os + " on " + architecture));
            return false;
        }
        String path = System.getProperty(PATH);
        if (path != null) {
            return attempt(attempts, PATH + "=" + path, () -> System.load(path));
        }
        return attempt(attempts, "library path", () -> System.loadLibrary(NAME))
                || attempt(attempts, "jar", () -> System.load(extracted()));
    }

    private static String extracted() throws IOException {
        byte[] library = LibraryCache.resource();
        return LibraryCache.open(cacheDirectory()).extract(library).toString();
    }

    private static Path cacheDirectory() {
        String configured = System.getProperty(CACHE);
        if (configured != null) {
            return Path.of(configured);
        }
        String localAppData = System.getenv("LOCALAPPDATA");
        return localAppData != null
                ? Path.of(localAppData, NAME, "native")
                : Path.of(System.getProperty("user.home"), "." + NAME, "native");
    }

    private static boolean attempt(List<LoadAttempt> attempts, String source, Load load) {
        String failure = failure(load);
        attempts.add(new LoadAttempt(source, failure));
        return failure == null;
    }

    private static @Nullable String failure(Load load) {
        try {
            load.run();
            String difference = Abi.difference(IocpNative::abi);
            return difference == null ? null : "a library of another version: " + difference;
        } catch (IOException e) {
            return e.toString();
        } catch (LinkageError e) {
            return "not loadable, or not a library of this version: " + e;
        } catch (RuntimeException e) {
            // IllegalCallerException of newer JDKs among them, when native access is denied.
            return e + " (newer JDKs need --enable-native-access=org.linkport, or =ALL-UNNAMED on the class path)";
        }
    }

    @FunctionalInterface
    private interface Load {
        void run() throws IOException;
    }
}
