/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of the door, and what happens to who breaks one. Every rule is one trap, or several that it closes. */
#ifndef LP_CHECK_RULE_H
#define LP_CHECK_RULE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum check_rule {
    RULE_POSTED_TWICE,
    RULE_DIRTY_OPERATION,
    RULE_FOREIGN_PACKET,
    RULE_TOUCHED,
    RULE_WRONG_PORT,
    RULE_NO_PORT,
    RULE_SECOND_PORT,
    RULE_CLOSED_PORT,
    RULE_PORT_IN_USE,
    RULE_EMPTY_BATCH,
    RULE_ENDLESS_WAIT,
    RULE_CLOSED_SOCKET,
    RULE_WRONG_THREAD,
    RULE_NOT_CONNECTED,
    RULE_NO_UPDATE,
    RULE_WRONG_UPDATE,
    RULE_SECOND_SEND,
    RULE_SECOND_RECEIVE,
    RULE_SEND_SIZE,
    RULE_BLOCKING_READ,
    RULE_SEND_AFTER_END,
    RULE_END_BEFORE_SENT,
    RULE_CLOSE_RECEIVING,
    RULE_CLOSE_SENDING,
    RULE_CLOSE_ACCEPTING,
    RULE_USED_ACCEPT,
    RULE_NOT_LISTENING,
    RULE_UNBOUND_CONNECT,
    RULE_USED_CONNECT,
    RULE_LATE_OPTION,
    RULE_FORBIDDEN_SKIP,
    RULE_FORBIDDEN_TRANSMIT,
    RULE_FOREIGN_CANCEL,
    RULE_UNBALANCED,
    RULE_LEFT_OPEN,
    RULE_COUNT
} check_rule;

/* The exit code of a program that breaks a rule. */
enum { CHECK_EXIT = 86 };

/* A call at the door, for the line that tells of it. */
typedef struct check_call {
    const char *name;
    uintptr_t handle;
} check_call;

/* Every checked call does its work on the tables between these two. */
void check_enter(void);
void check_leave(void);

/* Inside: unless it holds, tells of the rule that was broken, and ends the process. */
void check_that(const check_call *call, bool holds, check_rule rule);

/* For tests: is called, outside of the lock, in place of the end of the process. It may not return. NULL: none. */
void check_on_violation(void (*hook)(check_rule rule));

/* "posted-twice", as the line names it. */
const char *check_rule_name(check_rule rule);

#endif
