/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Mail from any thread to one worker. Keeps the order of each sender; allocates nothing. */
final class Mailbox {
    private static final Mail CLOSED = new Mail() {
        @Override
        void deliver() {
            throw new IllegalStateException("the end mark of a closed mailbox is no mail");
        }

        @Override
        void undeliverable() {
            deliver();
        }
    };

    private final AtomicReference<@Nullable Mail> newest = new AtomicReference<>();
    private @Nullable Mail undelivered; // owner only, oldest first

    /** Any thread. False if the mailbox is closed. */
    boolean post(Mail mail) {
        return postAll(mail, mail);
    }

    /** Any thread: posts a list, linked from its newest to its oldest. False if the mailbox is closed. */
    boolean postAll(Mail newestOfAll, Mail oldest) {
        Mail seen;
        do {
            seen = newest.get();
            if (seen == CLOSED) {
                oldest.nextMail = null; // the list is the caller's again
                return false;
            }
            oldest.nextMail = seen;
        } while (!newest.compareAndSet(seen, newestOfAll));
        return true;
    }

    /** Owner only. */
    boolean isEmpty() {
        return undelivered == null && newest.get() == null;
    }

    /** Owner only: delivers everything posted so far, oldest first. What a failing delivery leaves is next. */
    void deliverAll() {
        if (undelivered == null && newest.get() != null) {
            undelivered = oldestFirst(newest.getAndSet(null));
        }
        for (Mail mail = nextUndelivered(); mail != null; mail = nextUndelivered()) {
            mail.deliver();
        }
    }

    /** Owner only, once: takes no more mail and tells what is left, oldest first, that it is undeliverable. */
    void close() {
        Mail left = newest.getAndSet(CLOSED);
        for (Mail mail = nextUndelivered(); mail != null; mail = nextUndelivered()) {
            mail.undeliverable();
        }
        undelivered = oldestFirst(left);
        for (Mail mail = nextUndelivered(); mail != null; mail = nextUndelivered()) {
            mail.undeliverable();
        }
    }

    private @Nullable Mail nextUndelivered() {
        Mail mail = undelivered;
        if (mail != null) {
            undelivered = mail.nextMail;
            mail.nextMail = null;
        }
        return mail;
    }

    private static @Nullable Mail oldestFirst(@Nullable Mail newestFirst) {
        Mail reversed = null;
        for (Mail mail = newestFirst; mail != null; ) {
            Mail next = mail.nextMail;
            mail.nextMail = reversed;
            reversed = mail;
            mail = next;
        }
        return reversed;
    }
}
