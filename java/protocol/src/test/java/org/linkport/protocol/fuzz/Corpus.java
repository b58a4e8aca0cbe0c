/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Inputs that are kept, a line of {@code corpus.txt} each. */
final class Corpus {
    private final FuzzTarget target;
    private final long pieces;
    private final byte[] input;

    Corpus(FuzzTarget target, long pieces, byte[] input) {
        this.target = target;
        this.pieces = pieces;
        this.input = input;
    }

    FuzzTarget target() {
        return target;
    }

    byte[] input() {
        return input;
    }

    static List<Corpus> all() {
        try (Stream<String> lines =
                Files.lines(Path.of(Corpus.class.getResource("corpus.txt").toURI()))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Corpus::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Corpus read(String line) {
        String[] words = line.split(" ", -1);
        return new Corpus(
                FuzzTarget.of(words[0]),
                Long.parseLong(words[1]),
                HexFormat.of().parseHex(words[2]));
    }

    /** Feeds the target; a failure names what repeats it: a line for the corpus. */
    void run() {
        try {
            target.feed(input, new SplittableRandom(pieces));
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "corpus line: " + target.name() + " " + pieces + " "
                            + HexFormat.of().formatHex(input),
                    e);
        }
    }
}
