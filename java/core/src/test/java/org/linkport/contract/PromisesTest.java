/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which tests attack which promise of the library. Attacks the table itself: a promise without tests, a class without a
 * test, and a test of this suite that keeps no promise.
 */
class PromisesTest {
    /** What users are promised, whatever the engine. */
    enum Promise {
        CALLBACKS_ARE_SERIAL(SerialCallbacksTest.class, CrossCallsTest.class),
        NO_LOCK_IS_HELD_IN_A_CALLBACK(SerialCallbacksTest.class, CrossCallsTest.class),
        HANDLERS_THAT_THROW_HARM_THEIR_LINK_ONLY(HandlerErrorsTest.class, DispatchEndTest.class),
        HANDLERS_MAY_DO_ANYTHING_TO_ANY_LINK(CrossCallsTest.class, ShutdownTest.class, DispatchEndTest.class),
        SEND_FROM_ANY_THREAD_IN_ITS_ORDER(SendTest.class, BroadcastTest.class),
        SEND_NEVER_BLOCKS_AND_ANSWERS(SendTest.class, CongestionTest.class, OverflowTest.class),
        FULL_DUPLEX(LargeMessageTest.class),
        ONE_GATHERING_WRITE_FOR_EACH_STEP(GatherTest.class, StatsTest.class),
        BATCHED_SENDS(BatchTest.class),
        MESSAGES_OF_ANY_SIZE(LargeMessageTest.class, SendTest.class),
        SENDS_WITHOUT_A_COPY(RetainedSendTest.class, LentSendTest.class, TwoPartSendTest.class, LargeSendTest.class),
        REGIONS_OF_FILES_AMONG_MESSAGES(FileSendTest.class, HeadedRegionTest.class, FileFailureTest.class),
        RECEIVE_MEMORY_IS_LENT_AND_CAN_BE_KEPT(LentMemoryTest.class),
        SHORTAGE_HARMS_ONE_LINK_ONLY(ShortageTest.class),
        IDLE_LINKS_PIN_NO_MEMORY(LentMemoryTest.class),
        WATER_MARKS_AND_HARD_LIMIT(CongestionTest.class, OverflowTest.class),
        A_SLOW_PEER_COSTS_BOUNDED_MEMORY(CongestionTest.class, PendingLimitTest.class, InboundTest.class),
        PAUSE_AND_RESUME(PauseTest.class, FairTurnsTest.class),
        PULL_BY_BLOCKING_CODE(InboundTest.class),
        CLOSE_IS_GRACEFUL_AND_ABORT_RESETS(CloseTest.class),
        HALF_CLOSE_IS_VISIBLE_AND_USABLE(CloseTest.class, CloseReasonsTest.class),
        ONE_STORY_ONE_REASON(CloseReasonsTest.class, ConnectReasonsTest.class, ShortageTest.class),
        LIMITS_OF_LINKS(LimitsTest.class, ListenerLimitTest.class, AddressLimitTest.class),
        ACCEPT_DEPTH_LOSES_NOTHING(AcceptBurstTest.class, ListenTest.class),
        PROCESSES_SHARE_A_TCP_PORT_WHERE_THE_SYSTEM_CAN(SharedTcpPortTest.class),
        DEADLINES(DeadlinesTest.class, IdleTest.class, ConnectTest.class),
        TASKS_AT_A_TIME(ScheduleTest.class),
        HEARTBEAT(HeartbeatTest.class),
        IDS_ARE_SAFE_FOR_EVER(LinksTest.class),
        LINKS_ARE_FOUND_GROUPED_AND_BOUND(LinksTest.class, GroupsTest.class),
        BROADCAST_AND_CLOSE_BY_PREDICATE(BroadcastTest.class, CloseIfTest.class),
        SHUTDOWN_FROM_ANYWHERE_LEAVES_NOTHING(ShutdownTest.class, ChurnTest.class),
        STEADY_STATE_ALLOCATES_NOTHING(ZeroAllocationTest.class),
        NO_FAILURE_IS_SWALLOWED(ListenTest.class, ConnectTest.class, SnapshotTest.class, HostilePeersTest.class),
        STATISTICS_AGREE_WITH_THEMSELVES(
                StatsTest.class, SnapshotTest.class, WorkerFiguresTest.class, JmxTest.class, FlightRecorderTest.class),
        STARTS_WHERE_THE_DLL_CANNOT(LoadingTest.class, EngineChoiceTest.class, SmallImageTest.class),
        OPTIONS_ARE_CHECKED_AND_KEPT(OptionsTest.class, SocketOptionsTest.class),
        CALLBACKS_ON_ANY_EXECUTOR(DispatchTest.class, DispatchEndTest.class, HandlerPoolDispatchTest.class),
        WORKERS_HAVE_HOOKS_AND_PROCESSORS(WorkerHooksTest.class, AffinityTest.class),
        WORKERS_MAY_SPIN_BEFORE_THEY_SLEEP(SpinTest.class),
        CONNECTS_CAN_BE_GIVEN_UP(ConnectCancelTest.class),
        CLIENTS_TRY_ALL_ADDRESSES_AND_COME_BACK(ConnectRaceTest.class, ClientTest.class);

        @SuppressWarnings("ImmutableEnumChecker") // List.of cannot change
        private final List<Class<?>> tests;

        Promise(Class<?>... tests) {
            this.tests = List.of(tests);
        }
    }

    private static boolean hasTests(Class<?> tests) {
        return Arrays.stream(tests.getDeclaredMethods())
                .anyMatch(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class));
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveTests(Promise promise) {
        assertTrue(!promise.tests.isEmpty() && promise.tests.stream().allMatch(PromisesTest::hasTests));
    }

    @Test
    void shouldNameEveryTestOfTheSuite() throws IOException, URISyntaxException {
        Set<String> named = Stream.concat(
                        Stream.of(PromisesTest.class),
                        Stream.of(Promise.values()).flatMap(promise -> promise.tests.stream()))
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        Path classes =
                Path.of(PromisesTest.class.getResource("PromisesTest.class").toURI());
        try (Stream<Path> files = Files.list(classes.getParent())) {
            Set<String> suite = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\w+Test\\.class"))
                    .map(name -> name.replace(".class", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(suite, named, "each test class stands beside a promise");
        }
    }
}
