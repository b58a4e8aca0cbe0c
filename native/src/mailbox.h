/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What other threads leave for a worker: commands of the program, and sockets and listeners of other workers. Keeps
 * the order of each sender; neither locks nor allocates.
 */
#ifndef LP_MAILBOX_H
#define LP_MAILBOX_H

#include "index_stack.h"
#include "linkport.h"
#include "sys.h"

enum { MAILBOX_CAPACITY = 4096 };

typedef enum mail_kind {
    MAIL_COMMAND,        /* command */
    MAIL_ADOPT,          /* socket, command.target: cookie, size: flags, millis: first data, data: write idle << 32 |
                          * read idle, addresses: peer and local */
    MAIL_START_LISTENER, /* command.target: listener id */
    MAIL_CLOSE_LISTENER  /* command.target: listener id */
} mail_kind;

typedef struct mail {
    mail_kind kind;
    uint32_t next; /* the mail posted before this one, while in a mailbox */
    sys_socket socket;
    lp_listener place; /* MAIL_ADOPT: of the listener whose place it has; 0 for none */
    lp_command command;
} mail;

typedef struct mailbox {
    /* any thread */
    index_stack free;
    _Atomic(uint32_t) newest;
    mail *mails;
    _Atomic(uint32_t) *next_free;
} mailbox;

uint32_t mailbox_init(mailbox *box);
uint32_t mailbox_fini(mailbox *box);

/* False if the mailbox is full or closed. Any thread. */
bool mailbox_post(mailbox *box, const mail *m);

/* Takes everything posted so far; oldest first by mailbox_next(). Owner only. */
uint32_t mailbox_take_all(mailbox *box);

/* Copies the mail of that index out, frees it and returns the index of the next, or INDEX_NONE. Owner only. */
uint32_t mailbox_next(mailbox *box, uint32_t index, mail *out);

bool mailbox_is_empty(mailbox *box);

/* Refuses mail from now on. False, and nothing changed, if there is some. Owner only. */
bool mailbox_close(mailbox *box);
bool mailbox_is_closed(mailbox *box);

#endif
