/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.internal.OptionRange;

/**
 * Something that is spoken in conversations: which message types and payload kinds belong to it, who may speak it, and what
 * answers. One object serves any number of conversations; its methods may be called from any thread, and always answer the
 * same. Used by servers and clients alike: a client has one, too, for what the server sends it.
 */
public interface Protocol {
    /** Names it in both greetings: 1 to 32 of {@code a-z 0-9 -}. */
    String name();

    /** Requests and messages that belong to it: within 0 to 0x7FFF for a program, above 0x80FF for the library. */
    default Range types() {
        return Range.NONE;
    }

    /** Payloads that belong to it and are no messages: within 0x40 to 0x7F. */
    default Range kinds() {
        return Range.NONE;
    }

    /** A user needs one of these to speak it at a server; none is needed if it is empty. The default is its name. */
    default Set<String> permissions() {
        return Set.of(name());
    }

    /**
     * Where its handlers are called, if they block; the calls of one conversation are serial there, too. It must run what
     * it accepts, and outlive the conversations. Null, the default, is where the callbacks of the link run.
     */
    default @Nullable Executor executor() {
        return null;
    }

    /**
     * With an {@link #executor}: bytes of requests, messages and payloads of one conversation, 64 added for each, that may
     * wait for it; above that, the link is not read until half of it is used up.
     */
    default int waitingBytes() {
        return 256 << 10;
    }

    /**
     * A conversation begins in which both sides know this protocol, and the user may speak it. Where the callbacks of the
     * link run, so it must not block. What is sent from here leaves at once.
     */
    ProtocolHandler open(Conversation conversation);

    /**
     * Numbers from one to another, both included; none, if the last is below the first.
     *
     * @param first 0 to 65,535
     * @param last -1 to 65,535
     */
    record Range(int first, int last) {
        /** No number. */
        public static final Range NONE = new Range(0, -1);

        /** Checks both. */
        public Range {
            OptionRange.check("first", first, 0, 0xFFFF);
            OptionRange.check("last", last, -1, 0xFFFF);
        }

        /** Whether there is none. */
        public boolean isEmpty() {
            return last < first;
        }

        /** Whether it holds a number. */
        public boolean contains(int number) {
            return number >= first && number <= last;
        }

        boolean isWithin(int from, int to) {
            return isEmpty() || (first >= from && last <= to);
        }

        boolean meets(Range other) {
            return !isEmpty() && !other.isEmpty() && first <= other.last && other.first <= last;
        }
    }
}
