/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** JSON is written so that any reader reads it. Attacks quotes, controls, line separators, lone surrogates, odd numbers. */
class JsonTest {
    @Test
    void shouldNest() {
        Json json = new Json()
                .object()
                .field("a", 1)
                .array("b")
                .value(1)
                .object()
                .endObject()
                .array()
                .endArray()
                .value("x")
                .endArray()
                .field("c", true)
                .object("d")
                .field("e", (String) null)
                .endObject()
                .endObject();
        assertEquals("{\"a\":1,\"b\":[1,{},[],\"x\"],\"c\":true,\"d\":{\"e\":null}}", json.toString());
    }

    @Test
    void shouldEscape() {
        String odd = "\"\\\n\t</script>\u2028\ud800\u00e4";
        assertEquals(
                "\"\\\"\\\\\\u000a\\u0009\\u003c/script>\\u2028\\ud800\u00e4\"",
                new Json().value(odd).toString());
    }

    @Test
    void shouldWriteNumbersThatJsonKnows() {
        Json json = new Json().array();
        for (double value : new double[] {0, -1, 0.5, 1.23456, 1e12, 1e300, Double.NaN, Double.NEGATIVE_INFINITY}) {
            json.value(value);
        }
        assertEquals(
                "[0,-1,0.5,1.2346,1000000000000,9223372036854775807,null,null]",
                json.endArray().toString());
    }
}
