/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attacks options that cannot be: each message names the option, the value and what is permitted. */
class ServiceOptionsTest {
    private static ServiceOptions.Builder builder() {
        return ServiceOptions.builder("linkport-echo");
    }

    private static void assertRefused(String message, ServiceOptions.Builder builder) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }

    @Test
    void shouldHaveDefaultsThatServe() {
        ServiceOptions options = builder().build();
        assertEquals("linkport-echo", options.displayName());
        assertEquals(StartMode.AUTO, options.startMode());
        assertEquals(RestartPolicy.DEFAULT, options.restart());
        assertEquals(options, options.toBuilder().build());
    }

    @Test
    void shouldRefuseNamesThatWindowsRefuses() {
        assertRefused("name has 0 characters and must have 1 to 80", builder().name(""));
        assertRefused("name has 81 characters and must have 1 to 80", builder().name("x".repeat(81)));
        assertRefused(
                "name is 'a/b' and must have no control character and none of /\\\"",
                builder().name("a/b"));
        assertRefused(
                "name is ' a' and must have no space at either end", builder().name(" a"));
        assertRefused(
                "dependencies is 'a\\b' and must have no control character and none of /\\\"",
                builder().dependencies("Tcpip", "a\\b"));
        assertRefused(
                "displayName has 0 characters and must have 1 to 256", builder().displayName(""));
        assertRefused(
                "account is 'a*' and must have no control character and none of \"/[]:|<>+=;,?*",
                builder().account("a*"));
    }

    @Test
    void shouldRefuseTimesOutOfTheirRange() {
        assertRefused(
                "startMillis is 999 and must be from 1000 to 3600000", builder().startMillis(999));
        assertRefused(
                "drainMillis is 3600001 and must be from 1000 to 3600000",
                builder().drainMillis(3_600_001));
    }

    @Test
    void shouldRefuseJvmOptionsThatAreNone() {
        assertRefused(
                "jvmOptions has 'Xmx1g' and each must begin with a minus",
                builder().jvmOptions("Xmx1g"));
        assertRefused(
                "jvmOptions has '-cp', which would run something else than this jar",
                builder().jvmOptions("-Xmx1g", "-cp"));
        assertRefused(
                "jvmOptions is '-Da=\n' and must have no control character",
                builder().jvmOptions("-Da=\n"));
    }

    @Test
    void shouldRefuseRestartsThatWindowsCannotKeep() {
        assertEquals(
                "number of delaysMillis is 4 and must be from 0 to 3",
                assertThrows(IllegalArgumentException.class, () -> new RestartPolicy(Collections.nCopies(4, 1), 60))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new RestartPolicy(List.of(-1), 60));
        assertThrows(IllegalArgumentException.class, () -> new RestartPolicy(List.of(1), 0));
        assertTrue(RestartPolicy.NONE.delaysMillis().isEmpty());
    }
}
