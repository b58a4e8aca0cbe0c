/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Attacks the hand-over of mail: order of each sender, nothing lost or doubled, failing deliveries, closing. */
class MailboxTest {
    private final Mailbox mailbox = new Mailbox();
    private final List<String> delivered = new ArrayList<>();
    private final List<String> returned = new ArrayList<>();

    private Mail letter(String text) {
        return new EngineMail(() -> delivered.add(text), () -> returned.add(text));
    }

    @Test
    void shouldDeliverInOrderAndOnce() {
        for (int i = 0; i < 5; i++) {
            assertTrue(mailbox.post(letter("" + i)));
        }
        assertFalse(mailbox.isEmpty());
        mailbox.deliverAll();
        mailbox.deliverAll();
        assertTrue(mailbox.isEmpty());
        assertEquals(List.of("0", "1", "2", "3", "4"), delivered);
    }

    @Test
    void shouldDeliverTheRestAfterAFailure() {
        mailbox.post(letter("a"));
        mailbox.post(new EngineMail(
                () -> {
                    throw new IllegalStateException("on purpose");
                },
                () -> {}));
        mailbox.post(letter("b"));
        assertThrows(IllegalStateException.class, mailbox::deliverAll);
        assertFalse(mailbox.isEmpty());
        mailbox.post(letter("c"));
        mailbox.deliverAll();
        mailbox.deliverAll();
        assertEquals(List.of("a", "b", "c"), delivered);
    }

    @Test
    void shouldReturnWhatIsLeftAndRefuseMore() {
        mailbox.post(letter("a"));
        mailbox.post(letter("b"));
        mailbox.close();
        assertFalse(mailbox.post(letter("c")));
        assertEquals(List.of(), delivered);
        assertEquals(List.of("a", "b"), returned);
    }

    @Test
    void shouldTakeMailThatIsPostedAgainWhileItIsDelivered() {
        AtomicInteger rounds = new AtomicInteger();
        Mail[] again = new Mail[1];
        again[0] = new EngineMail(
                () -> {
                    if (rounds.incrementAndGet() < 3) {
                        mailbox.post(again[0]);
                    }
                },
                () -> {});
        mailbox.post(again[0]);
        for (int i = 0; i < 5; i++) {
            mailbox.deliverAll();
        }
        assertEquals(3, rounds.get());
    }

    @Test
    void shouldKeepEachSendersOrderUnderContention() throws InterruptedException {
        int senders = 4;
        int letters = 50_000;
        int[] next = new int[senders];
        List<Thread> threads = new ArrayList<>();
        for (int s = 0; s < senders; s++) {
            int sender = s;
            threads.add(new Thread(() -> {
                for (int i = 0; i < letters; i++) {
                    int number = i;
                    mailbox.post(new EngineMail(() -> assertEquals(next[sender]++, number), () -> {}));
                }
            }));
        }
        threads.forEach(Thread::start);
        while (threads.stream().anyMatch(Thread::isAlive)) {
            mailbox.deliverAll();
        }
        mailbox.deliverAll();
        for (int sender = 0; sender < senders; sender++) {
            assertEquals(letters, next[sender]);
        }
    }

    @Test
    void shouldDeliverOrReturnEveryLetterWhateverTheMomentOfClosing() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Mailbox box = new Mailbox();
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger seen = new AtomicInteger();
            Thread sender = new Thread(() -> {
                while (box.post(new EngineMail(seen::incrementAndGet, seen::incrementAndGet))) {
                    accepted.incrementAndGet();
                }
            });
            sender.start();
            while (seen.get() < 10) {
                box.deliverAll();
            }
            box.close();
            sender.join();
            assertEquals(accepted.get(), seen.get());
        }
    }
}
