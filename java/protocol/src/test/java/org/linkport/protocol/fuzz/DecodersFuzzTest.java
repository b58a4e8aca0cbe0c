/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Feeds every decoder with bytes of chance, and with good ones that chance has changed, in pieces of chance. Whatever comes,
 * it ends in payloads or in the one typed error, within the limits. What once failed lies in corpus.txt.
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
            byte[] input = target.input(random);
            new Corpus(target, random.nextLong(), input).run();
            inputs++;
        }
        assertTrue(inputs >= LEAST_INPUTS);
    }

    @Test
    void shouldStandWhatOnceFailed() {
        List<Corpus> corpus = Corpus.all();
        corpus.forEach(Corpus::run);
        assertTrue(!corpus.isEmpty(), "the corpus is there");
    }
}
