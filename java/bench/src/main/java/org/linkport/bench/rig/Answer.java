/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.HashMap;
import java.util.Map;

/** A line that a process says: a word, then {@code name=value} pairs. */
final class Answer {
    private final Map<String, String> values;

    private Answer(Map<String, String> values) {
        this.values = values;
    }

    static Answer parse(String line, String expected) {
        String[] words = line.split(" ", -1);
        if (!words[0].equals(expected)) {
            throw new ServerFailure("'" + expected + "' was expected, not: " + line);
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            values.put(words[i].substring(0, Math.max(equals, 0)), words[i].substring(equals + 1));
        }
        return new Answer(values);
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new ServerFailure("no " + name + " in an answer");
        }
        return value;
    }
}
