/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Feeds every decoder with what Jazzer makes up, guided by the branches that it reaches; what is demanded is what
 * {@link DecodersFuzzTest} demands, which feeds the corpus, too. For {@code ci/fuzz} alone, hence the name: Jazzer
 * attaches an agent of its own, which takes 15 seconds here, and a JRE without jdk.attach cannot. The first byte of an input
 * chooses the decoder.
 */
class DecodersJazzer {
    private static final int GOOD_OF_EACH = 4;
    private static final String ONLY = System.getProperty("linkport.test.fuzzTarget", "");
    private static final List<FuzzTarget> TARGETS = FuzzTarget.all().stream()
            .filter(each -> ONLY.isEmpty() || each.name().equals(ONLY))
            .toList();

    static Stream<Arguments> seeds() {
        Stream<byte[]> good = IntStream.range(0, TARGETS.size() * GOOD_OF_EACH).mapToObj(i -> {
            int place = i / GOOD_OF_EACH;
            return chosen(place, TARGETS.get(place).good(new SplittableRandom(i)));
        });
        Stream<byte[]> kept =
                Corpus.all().stream().filter(each -> place(each) >= 0).map(each -> chosen(place(each), each.input()));
        return Stream.concat(good, kept).map(input -> Arguments.of((Object) input));
    }

    private static int place(Corpus kept) {
        return TARGETS.stream()
                .map(FuzzTarget::name)
                .toList()
                .indexOf(kept.target().name());
    }

    private static byte[] chosen(int place, byte[] input) {
        byte[] whole = new byte[input.length + 1];
        whole[0] = (byte) place;
        System.arraycopy(input, 0, whole, 1, input.length);
        return whole;
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "30s")
    void shouldEndInPayloadsOrInTheTypedError(byte[] input) {
        if (input.length > 0) {
            FuzzTarget target = TARGETS.get((input[0] & 0xFF) % TARGETS.size());
            byte[] rest = Arrays.copyOfRange(input, 1, input.length);
            new Corpus(target, Arrays.hashCode(rest), rest).run();
        }
    }
}
