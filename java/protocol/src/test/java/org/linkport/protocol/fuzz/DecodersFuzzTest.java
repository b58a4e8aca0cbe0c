/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Feeds every decoder with bytes of chance, and with good ones that chance has changed, in pieces of chance. Whatever comes,
 * it ends in payloads or in the one typed error, within the limits. What once failed lies in corpus/ and runs first.
 *
 * <p>Longer by hand: {@code -Dlinkport.test.fuzzMillis=600000 -Dlinkport.test.fuzzSeed=7}.
 */
class DecodersFuzzTest {
    private static final long MILLIS = Long.getLong("linkport.test.fuzzMillis", 1_000);
    private static final long SEED = Long.getLong("linkport.test.fuzzSeed", 1);
    private static final long LEAST_INPUTS = 100;

    static List<FuzzTarget> targets() {
        return FuzzTarget.all();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void shouldEndInPayloadsOrInTheTypedError(FuzzTarget target) {
        long end = System.nanoTime() + MILLIS * 1_000_000;
        long inputs = 0;
        for (long seed = SEED; System.nanoTime() < end || inputs < LEAST_INPUTS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            run(target, target.input(random), random.nextLong());
            inputs++;
        }
        assertTrue(inputs >= LEAST_INPUTS);
    }

    /** A failure names what repeats it: a line for the corpus. */
    private static void run(FuzzTarget target, byte[] input, long pieces) {
        try {
            target.feed(input, new SplittableRandom(pieces));
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "corpus line: " + target.name() + " " + pieces + " "
                            + HexFormat.of().formatHex(input),
                    e);
        }
    }

    @Test
    void shouldStandWhatOnceFailed() {
        int lines = 0;
        for (String line : corpus()) {
            String[] words = line.split(" ", -1);
            FuzzTarget target = FuzzTarget.all().stream()
                    .filter(each -> each.name().equals(words[0]))
                    .findFirst()
                    .orElseThrow();
            run(target, HexFormat.of().parseHex(words[2]), Long.parseLong(words[1]));
            lines++;
        }
        assertTrue(lines > 0, "the corpus is there");
    }

    private static List<String> corpus() {
        try (Stream<String> lines = Files.lines(
                Path.of(DecodersFuzzTest.class.getResource("corpus.txt").toURI()))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
