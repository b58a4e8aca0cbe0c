/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.platform.win32.Winsvc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.linkport.service.ServiceContext;
import org.linkport.service.ServiceHost;
import org.linkport.service.ServiceMain;
import org.linkport.service.ServiceOptions;
import org.linkport.service.StopCause;
import org.linkport.service.internal.life.ServiceLife;
import org.linkport.service.internal.life.ServiceStatus;
import org.linkport.service.internal.life.ServiceStatus.State;

/** Attacks the translation between a service and Windows, also of controls that nothing sends under Wine. */
class WindowsServiceTest {
    private static final int NOT_IMPLEMENTED = 120;

    private final List<StopCause> stops = new ArrayList<>();
    private final WindowsService service =
            new WindowsService(ServiceOptions.builder("test").build(), () -> null, List.of());

    private final class Program implements ServiceMain {
        @Override
        public void start(ServiceContext context) {}

        @Override
        public CompletionStage<?> stop(StopCause cause) {
            stops.add(cause);
            return CompletableFuture.completedStage(null);
        }
    }

    private void run() {
        ServiceLife life = new ServiceLife(
                Program::new,
                ServiceOptions.builder("test").build(),
                ServiceHost.WINDOWS,
                List.of(),
                new ServiceLife.Surroundings(
                        status -> {}, (entry, text, cause) -> {}, (name, task) -> task.run(), () -> 0));
        life.begin();
        service.live(life);
    }

    @Test
    void shouldStopOnEachControlThatAsksForIt() {
        run();
        assertEquals(0, service.handle(Winsvc.SERVICE_CONTROL_STOP));
        run();
        assertEquals(0, service.handle(Winsvc.SERVICE_CONTROL_PRESHUTDOWN));
        assertEquals(0, service.handle(Winsvc.SERVICE_CONTROL_SHUTDOWN));
        run();
        assertEquals(0, service.handle(Winsvc.SERVICE_CONTROL_SHUTDOWN));
        assertEquals(List.of(StopCause.STOP, StopCause.PRESHUTDOWN, StopCause.SHUTDOWN), stops);
    }

    @Test
    void shouldAnswerControlsThatAskForNothingAndRefuseTheRest() {
        run();
        assertEquals(0, service.handle(Winsvc.SERVICE_CONTROL_INTERROGATE));
        assertEquals(NOT_IMPLEMENTED, service.handle(Winsvc.SERVICE_CONTROL_PAUSE));
        assertEquals(NOT_IMPLEMENTED, service.handle(200));
        assertEquals(List.of(), stops);
    }

    private static String translated(ServiceStatus status) {
        Winsvc.SERVICE_STATUS s = WindowsService.translate(status);
        return String.join(
                " ",
                "" + s.dwServiceType,
                "" + s.dwCurrentState,
                "" + s.dwControlsAccepted,
                "" + s.dwWin32ExitCode,
                "" + s.dwServiceSpecificExitCode,
                "" + s.dwCheckPoint,
                "" + s.dwWaitHint);
    }

    @Test
    void shouldReportInTheTermsOfWindows() {
        assertEquals("16 2 1 0 0 3 10000", translated(new ServiceStatus(State.START_PENDING, 3, 10_000, 0)));
        assertEquals("16 4 261 0 0 0 0", translated(new ServiceStatus(State.RUNNING, 0, 0, 0)));
        assertEquals("16 3 0 0 0 1 10000", translated(new ServiceStatus(State.STOP_PENDING, 1, 10_000, 0)));
        assertEquals("16 1 0 0 0 0 0", translated(new ServiceStatus(State.STOPPED, 0, 0, 0)));
        assertEquals("16 1 0 1066 10 0 0", translated(new ServiceStatus(State.STOPPED, 0, 0, 10)));
    }
}
