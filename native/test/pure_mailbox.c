/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the mailbox: threads post while the owner takes; nothing is lost or doubled and each sender's order holds; a
 * full one says so; and once it is closed, every post was either taken before or refused.
 */
#include "check.h"
#include "mailbox.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

enum { SENDERS = 3, MAILS = 100000, CLOSE_ROUNDS = 2000 };

static mailbox box;

static bool post(uint64_t sender, uint64_t number) {
    mail m;
    memset(&m, 0, sizeof m);
    m.kind = MAIL_COMMAND;
    m.command.target = sender;
    m.command.data = number;
    return mailbox_post(&box, &m);
}

static void *send_all(void *argument) {
    for (uint64_t i = 0; i < MAILS;) {
        if (post((uintptr_t)argument, i)) {
            i++;
        } else {
            sched_yield();
        }
    }
    return NULL;
}

static void order(void) {
    pthread_t threads[SENDERS];
    uint64_t next[SENDERS] = {0};
    CHECK_EQUAL(mailbox_init(&box), 0);
    for (uintptr_t i = 0; i < SENDERS; i++) {
        CHECK_EQUAL(pthread_create(&threads[i], NULL, send_all, (void *)i), 0);
    }
    for (uint64_t taken = 0; taken < (uint64_t)SENDERS * MAILS;) {
        mail m;
        for (uint32_t i = mailbox_take_all(&box); i != INDEX_NONE; taken++) {
            i = mailbox_next(&box, i, &m);
            CHECK(m.command.target < SENDERS);
            CHECK_EQUAL(m.command.data, next[m.command.target]);
            next[m.command.target]++;
        }
        sched_yield();
    }
    for (int i = 0; i < SENDERS; i++) {
        CHECK_EQUAL(pthread_join(threads[i], NULL), 0);
    }
    CHECK(mailbox_is_empty(&box));
    CHECK_EQUAL(mailbox_fini(&box), 0);
}

static void full(void) {
    mail m;
    CHECK_EQUAL(mailbox_init(&box), 0);
    for (uint64_t i = 0; i < MAILBOX_CAPACITY; i++) {
        CHECK(post(0, i));
    }
    CHECK(!post(0, 0));
    CHECK(!mailbox_is_closed(&box) && !mailbox_close(&box)); /* not while there is mail */
    uint32_t i = mailbox_take_all(&box);
    CHECK(!post(0, 0)); /* taken, but not yet copied out */
    i = mailbox_next(&box, i, &m);
    CHECK_EQUAL(m.command.data, 0);
    CHECK(post(0, 1));
    while (i != INDEX_NONE) {
        i = mailbox_next(&box, i, &m);
    }
    i = mailbox_take_all(&box);
    CHECK_EQUAL(mailbox_next(&box, i, &m), INDEX_NONE);
    CHECK(mailbox_close(&box) && mailbox_is_closed(&box));
    CHECK(!post(0, 0));
    CHECK_EQUAL(mailbox_fini(&box), 0);
}

static void *send_until_closed(void *argument) {
    uint64_t *accepted = argument;
    for (;;) {
        if (post(0, 0)) {
            (*accepted)++;
        } else if (mailbox_is_closed(&box)) {
            return NULL;
        }
    }
}

static void close_race(void) {
    CHECK_EQUAL(mailbox_init(&box), 0);
    uint64_t accepted = 0;
    uint64_t taken = 0;
    pthread_t thread;
    mail m;
    CHECK_EQUAL(pthread_create(&thread, NULL, send_until_closed, &accepted), 0);
    do {
        for (uint32_t i = mailbox_take_all(&box); i != INDEX_NONE; taken++) {
            i = mailbox_next(&box, i, &m);
        }
    } while (!mailbox_close(&box));
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    CHECK_EQUAL(taken, accepted);
    CHECK_EQUAL(mailbox_fini(&box), 0);
}

int main(void) {
    order();
    full();
    for (int i = 0; i < CLOSE_ROUNDS; i++) {
        close_race();
    }
    return 0;
}
