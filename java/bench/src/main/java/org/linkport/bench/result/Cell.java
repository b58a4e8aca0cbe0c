/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Objects;

/**
 * One place of the matrix: what is asked of every server.
 *
 * @param work what kind of work
 * @param links connections
 * @param bytes of each message, without its length
 * @param depth messages that each link keeps on their way
 */
public record Cell(Work work, int links, int bytes, int depth) {
    private static final int KIB = 1 << 10;

    /** What is done with a server. */
    public enum Work {
        /** Bytes come back as they went. */
        ECHO,
        /** Each message has a length before it, and its own answer. */
        FRAMED,
        /** Bytes go one way. */
        ONE_WAY,
        /** Connections come and go; {@code depth} of them at a time. */
        CHURN,
        /** Links do nothing. */
        IDLE,
        /** Echo without a break for {@code depth} seconds. */
        STEADY
    }

    /** Checks that nothing is missing. */
    public Cell {
        Objects.requireNonNull(work, "work");
    }

    /** Echo, one message on its way for each link. */
    public static Cell echo(int links, int bytes) {
        return new Cell(Work.ECHO, links, bytes, 1);
    }

    /** Messages with a length, that many on their way for each link. */
    public static Cell framed(int links, int bytes, int depth) {
        return new Cell(Work.FRAMED, links, bytes, depth);
    }

    /** A stream on each link. */
    public static Cell oneWay(int links, int bytes) {
        return new Cell(Work.ONE_WAY, links, bytes, 1);
    }

    /** New connections, that many at a time. */
    public static Cell churn(int atATime) {
        return new Cell(Work.CHURN, 0, 1, atATime);
    }

    /** Links that do nothing. */
    public static Cell idle(int links) {
        return new Cell(Work.IDLE, links, 64, 1);
    }

    /** Echo without a break, for that long. */
    public static Cell steady(int links, int bytes, int seconds) {
        return new Cell(Work.STEADY, links, bytes, seconds);
    }

    /** Bytes that are on their way at once, in one direction. */
    @JsonIgnore
    public long bytesOnTheirWay() {
        return isAnswered() ? (long) links * bytes * depth : 0;
    }

    /** Whether what is sent comes back, slice by slice. */
    @JsonIgnore
    public boolean isAnswered() {
        return work == Work.ECHO || work == Work.FRAMED;
    }

    /** Names it, in tables and files. */
    public String title() {
        return switch (work) {
            case ECHO -> depth == 1 ? links + " × " + size() : links + " × " + size() + ", depth " + depth;
            case FRAMED -> links + " × " + size() + ", framed, depth " + depth;
            case ONE_WAY -> links + " × " + size() + ", one way";
            case CHURN -> "connections, " + depth + " at a time";
            case IDLE -> links + " idle links";
            case STEADY -> links + " × " + size() + " for " + depth + " s";
        };
    }

    private String size() {
        if (bytes >= KIB * KIB) {
            return bytes / (KIB * KIB) + " MiB";
        }
        return bytes >= KIB ? bytes / KIB + " KiB" : bytes + " B";
    }
}
