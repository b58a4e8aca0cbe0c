/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.linkport.CloseReason.DRAIN_TIMEOUT;
import static org.linkport.CloseReason.FILE;
import static org.linkport.CloseReason.FIRST_DATA_TIMEOUT;
import static org.linkport.CloseReason.HANDLER_ERROR;
import static org.linkport.CloseReason.HEARTBEAT_LOST;
import static org.linkport.CloseReason.LOCAL_ABORT;
import static org.linkport.CloseReason.LOCAL_CLOSE;
import static org.linkport.CloseReason.MAX_AGE;
import static org.linkport.CloseReason.OVERFLOW;
import static org.linkport.CloseReason.PEER_CLOSE;
import static org.linkport.CloseReason.PROTOCOL_ERROR;
import static org.linkport.CloseReason.READ_IDLE;
import static org.linkport.CloseReason.RESET;
import static org.linkport.CloseReason.SHUTDOWN;
import static org.linkport.CloseReason.WRITE_IDLE;
import static org.linkport.contract.CloseStories.Delivered.ALL;
import static org.linkport.contract.CloseStories.Delivered.PART;
import static org.linkport.contract.CloseStories.pair;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.linkport.CloseReason;
import org.linkport.LinkOptions;
import org.linkport.SendOptions;
import org.linkport.TimeOptions;
import org.linkport.contract.Acting.Place;
import org.linkport.contract.CloseStories.Delivered;
import org.linkport.contract.CloseStories.Pair;
import org.linkport.contract.CloseStories.Setting;
import org.linkport.contract.CloseStories.Story;

/**
 * Promise 6: one story, one reason, whatever the engine. Each row is a story of two links that are the ends of one
 * connection; "here" was accepted, "there" connected. Attacks the reason that each end is told, what had arrived when it
 * was told, and what the statistics say of it. {@link ConnectReasonsTest} has the stories that make no link.
 */
class CloseReasonsTest {
    private static final TimeOptions TIME = TimeOptions.DEFAULT;

    @RegisterExtension
    final Ports ports = new Ports();

    /**
     * One row of the table.
     *
     * @param toThere how much of what was sent here had arrived there at its end
     */
    private record Row(
            String name,
            Setting setting,
            Story story,
            CloseReason here,
            CloseReason there,
            Delivered toThere,
            Delivered toHere) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, Setting setting, Story story, CloseReason here, CloseReason there) {
        return new Row(name, setting, story, here, there, ALL, ALL);
    }

    private static Row row(
            String name, Setting setting, Story story, CloseReason here, CloseReason there, Delivered toThere) {
        return new Row(name, setting, story, here, there, toThere, ALL);
    }

    static Stream<Row> rows() {
        return Stream.of(graceful(), broken(), timed(), failed()).flatMap(rows -> rows);
    }

    private static Stream<Row> graceful() {
        return Stream.of(
                row("closed here", pair(), CloseStories::closedHere, LOCAL_CLOSE, PEER_CLOSE),
                row("closed there", pair(), CloseStories::closedThere, PEER_CLOSE, LOCAL_CLOSE),
                row("ended here, goes on", pair().passive(), CloseStories::endedHere, LOCAL_CLOSE, PEER_CLOSE),
                row("ended there, goes on", pair().passive(), CloseStories::endedThere, PEER_CLOSE, LOCAL_CLOSE),
                row("ended by both", pair().paused(), CloseStories::endedByBoth, LOCAL_CLOSE, LOCAL_CLOSE),
                row("shut down here", pair(), CloseStories::shutDownHere, SHUTDOWN, PEER_CLOSE),
                row("shut down there", pair(), CloseStories::shutDownThere, PEER_CLOSE, SHUTDOWN));
    }

    private static Stream<Row> broken() {
        return Stream.of(
                row("aborted here", pair(), CloseStories::abortedHere, LOCAL_ABORT, RESET),
                row("aborted there", pair(), CloseStories::abortedThere, RESET, LOCAL_ABORT),
                row("aborted for a reason", pair(), CloseStories::abortedForAReason, PROTOCOL_ERROR, RESET),
                row("reset in a message", pair().sipping(), CloseStories::resetInAMessage, RESET, LOCAL_ABORT, PART),
                row("reset before FIN", pair().sipping(), CloseStories::resetBeforeFin, RESET, LOCAL_ABORT, PART),
                row("reset after FIN", pair().passive(), CloseStories::resetAfterFin, LOCAL_CLOSE, LOCAL_ABORT),
                row("a file too short", pair(), CloseStories::fileTooShort, FILE, RESET),
                row("overflow", pair().with(tight()), CloseStories::overflow, OVERFLOW, RESET));
    }

    private static Stream<Row> timed() {
        return Stream.of(
                row(
                        "no first data",
                        pair().with(TIME.withFirstDataMillis(100)),
                        CloseStories::nothing,
                        FIRST_DATA_TIMEOUT,
                        RESET),
                row(
                        "read idle",
                        pair().with(TIME.withMaxIdleMillis(100, 0)),
                        CloseStories::nothing,
                        READ_IDLE,
                        PEER_CLOSE),
                row(
                        "write idle",
                        pair().with(TIME.withMaxIdleMillis(0, 100)),
                        CloseStories::nothing,
                        WRITE_IDLE,
                        PEER_CLOSE),
                row("old age", pair().with(TIME.withMaxAgeMillis(100)), CloseStories::nothing, MAX_AGE, PEER_CLOSE),
                row(
                        "old age, no end there",
                        pair().with(TIME.withMaxAgeMillis(100).withDrainMillis(50))
                                .passive(),
                        CloseStories::noEndThere,
                        MAX_AGE,
                        PEER_CLOSE),
                row(
                        "no end there",
                        pair().with(TIME.withDrainMillis(100)).passive(),
                        CloseStories::closedAndNoEndThere,
                        DRAIN_TIMEOUT,
                        PEER_CLOSE),
                row("no heartbeat", pair().heartbeat(), CloseStories::nothing, HEARTBEAT_LOST, RESET));
    }

    private static Stream<Row> failed() {
        return Stream.of(Place.values())
                .filter(place -> place != Place.CLOSE)
                .map(place -> row(
                        "handler error: " + place,
                        pair().failing(place),
                        CloseStories.leadingTo(place),
                        HANDLER_ERROR,
                        RESET,
                        Delivered.ANY));
    }

    private static LinkOptions tight() {
        return LinkOptions.DEFAULT.withSend(
                SendOptions.DEFAULT.withPendingBytes(50, 100, 1_000).withOverflow(SendOptions.Overflow.CLOSE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldTellBothEndsWhy(Row row) throws Exception {
        Pair pair = row.setting.open(ports);
        row.story.play(pair);
        assertEquals(row.here, pair.here().reason(), "here");
        assertEquals(row.there, pair.there().reason(), "there");
        pair.herePort().close();
        pair.therePort().close();
        assertEquals(Map.of(row.here, 1L), pair.herePort().stats().closes(), "counted here");
        assertEquals(Map.of(row.there, 1L), pair.therePort().stats().closes(), "counted there");
        row.toThere.check("there", pair.here().sent(), pair.there().received());
        row.toHere.check("here", pair.there().sent(), pair.here().received());
    }

    /** Who adds a reason adds the story that it is told for. */
    @Test
    void shouldHaveAStoryForEveryReason() {
        EnumSet<CloseReason> missing = EnumSet.allOf(CloseReason.class);
        rows().forEach(row -> missing.remove(row.here));
        ConnectReasonsTest.rows().forEach(row -> missing.remove(row.reason()));
        missing.remove(CloseReason.ADDRESS_LIMIT); // no handler is told; AddressLimitTest
        missing.remove(CloseReason.NO_RESOURCES); // needs a JVM that runs short; ShortageTest
        missing.remove(CloseReason.OS_ERROR); // what has no name; pure_status.c
        assertEquals(Set.of(), missing);
    }
}
