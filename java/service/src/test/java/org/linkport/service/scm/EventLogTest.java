/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Attacks the event log with the lines of a logger, and with text that is too long or would end early. */
class EventLogTest extends InstalledService {
    @Test
    void shouldHoldWhatWasWritten() throws Exception {
        fixture.install(0);
        fixture.start();
        try (Socket client = fixture.connect()) {
            client.getOutputStream().write(FixtureMain.LOG);
            assertEquals(FixtureMain.LOG, client.getInputStream().read());
        }
        EventLines.assertHold("org.example.Disk: 97 of 100 full");
        EventLines.assertHold("begin end");
        EventLines.assertHold("taken");
    }
}
