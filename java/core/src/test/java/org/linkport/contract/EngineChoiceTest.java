/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Engine;
import org.linkport.EngineUnavailableException;
import org.linkport.Linkport;
import org.linkport.Listener;

/**
 * Promise 12: the library starts where the native one cannot, and says why. What is right depends on the platform: on
 * Windows the native engine must be there.
 */
class EngineChoiceTest {
    private static final String OS = System.getProperty("os.name");
    private static final boolean WINDOWS = OS.startsWith("Windows");

    @RegisterExtension
    final Ports ports = new Ports();

    private void checkEcho(Engine asked, Engine expected) {
        Linkport port = ports.watch(ports.builder().engine(asked).open());
        assertEquals(expected, port.engine());
        Listener listener = ports.listen(port, link -> new Recorder.Echo(ports));
        assertEquals("x", ports.peer(listener.address()).send("x").readText(1));
    }

    @Test
    void shouldTakeTheBestEngineByItself() {
        checkEcho(Engine.AUTO, WINDOWS ? Engine.IOCP : Engine.NIO);
    }

    @Test
    void shouldTakeNioAnywhere() {
        checkEcho(Engine.NIO, Engine.NIO);
    }

    @Test
    void shouldTakeIocpOrSayWhyNot() {
        if (WINDOWS) {
            checkEcho(Engine.IOCP, Engine.IOCP);
            return;
        }
        EngineUnavailableException cause = assertThrows(
                EngineUnavailableException.class,
                () -> ports.builder().engine(Engine.IOCP).open());
        assertTrue(cause.getMessage().contains(OS), cause::getMessage);
        assertTrue(cause.getMessage().contains("Windows"), cause::getMessage);
    }
}
