/* SPDX-License-Identifier: Apache-2.0 */
#include "check_rule.h"

#include "check_lock.h"
#include "sys.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct rule_text {
    const char *name;
    const char *traps; /* of native/traps.md */
    const char *text;
} rule_text;

static const rule_text RULES[RULE_COUNT] = {
    [RULE_POSTED_TWICE] = {"posted-twice", "T1 T6 T13", "an OVERLAPPED that the kernel owns, or owes a packet for"},
    [RULE_DIRTY_OPERATION] = {"dirty-operation", "T7", "an OVERLAPPED that is not zeroed"},
    [RULE_FOREIGN_PACKET] = {"foreign-packet", "T11 T13 T15", "a completion of what is not posted, or a second one"},
    [RULE_TOUCHED] = {"touched", "T1 T4", "what the kernel owned was written to"},
    [RULE_WRONG_PORT] = {"wrong-port", "T9 T40", "a completion at another port or with another key than its socket's"},
    [RULE_NO_PORT] = {"no-port", "T41", "an operation on a socket without a completion port"},
    [RULE_SECOND_PORT] = {"second-port", "T18", "a socket is associated twice"},
    [RULE_CLOSED_PORT] = {"closed-port", "T73", "a completion port that is not open"},
    [RULE_PORT_IN_USE] = {"port-in-use", "T74", "a completion port is deleted while its sockets or operations are out"},
    [RULE_EMPTY_BATCH] = {"empty-batch", "T72", "a wait for no completions"},
    [RULE_ENDLESS_WAIT] = {"endless-wait", "T78", "a wait without end"},
    [RULE_CLOSED_SOCKET] = {"closed-socket", "T52", "a socket that is not open"},
    [RULE_WRONG_THREAD] = {"wrong-thread", "T52 T72", "another thread than the one that waits on the port"},
    [RULE_NOT_CONNECTED] = {"not-connected", "T56", "a socket that is not connected"},
    [RULE_NO_UPDATE] = {"no-update", "T33 T43 T57", "a connected socket whose context is not updated"},
    [RULE_WRONG_UPDATE] = {"wrong-update", "T33 T43", "a context update for what did not happen"},
    [RULE_SECOND_SEND] = {"second-send", "T60 T65", "a send while another is pending"},
    [RULE_SECOND_RECEIVE] = {"second-receive", "T66", "a receive while another is pending"},
    [RULE_SEND_SIZE] = {"send-size", "T61 T64 T65", "a send of nothing, of too much, or of an unaligned array"},
    [RULE_BLOCKING_READ] = {"blocking-read", "T69", "a non-overlapped read on a socket that blocks"},
    [RULE_SEND_AFTER_END] = {"send-after-end", "T50 T65", "output after its end"},
    [RULE_END_BEFORE_SENT] = {"end-before-sent", "T50", "the end of output while a send is pending"},
    [RULE_CLOSE_RECEIVING] = {"close-receiving", "T47", "a close with a receive pending, not to abort"},
    [RULE_CLOSE_SENDING] = {"close-sending", "T48", "a close with a send pending, not to abort"},
    [RULE_CLOSE_ACCEPTING] = {"close-accepting", "T40", "a close of a socket that an accept still fills"},
    [RULE_USED_ACCEPT] = {"used-accept", "T38 T57", "an accept into a used socket or one of another family"},
    [RULE_NOT_LISTENING] = {"not-listening", "T38", "an accept at a socket that does not listen"},
    [RULE_UNBOUND_CONNECT] = {"unbound-connect", "T42", "a connect of a socket that is not bound"},
    [RULE_USED_CONNECT] = {"used-connect", "T44", "a connect of a socket that was used before"},
    [RULE_LATE_OPTION] = {"late-option", "T46 T58 T89 T95",
                          "an option that must come before bind, or of the wrong family"},
    [RULE_FORBIDDEN_SKIP] = {"forbidden-skip", "T14", "skip mode over a provider without IFS handles"},
    [RULE_FORBIDDEN_TRANSMIT] = {"forbidden-transmit", "T65", "TransmitFile where it queues behind other programs"},
    [RULE_FOREIGN_CANCEL] = {"foreign-cancel", "T53", "a cancel of no operation, or of one of another socket"},
    [RULE_UNBALANCED] = {"unbalanced", "T80", "a cleanup without its startup, or work outside of both"},
    [RULE_LEFT_OPEN] = {"left-open", "T1 T80", "sockets, ports or operations are left at the cleanup"},
};

static void (*violation_hook)(check_rule rule);

const char *check_rule_name(check_rule rule) {
    return RULES[rule].name;
}

void check_on_violation(void (*hook)(check_rule rule)) {
    violation_hook = hook;
}

void check_enter(void) {
    check_lock_acquire();
}

void check_leave(void) {
    check_lock_release();
}

static void rule__broken(const check_call *call, check_rule rule) {
    const rule_text *text = &RULES[rule];
    check_lock_release();
    if (violation_hook != NULL) {
        violation_hook(rule);
    }
    fprintf(stderr, "check: rule %s (%s) broken: %s on handle 0x%llx by thread %llu: %s\n", text->name, text->traps,
            call->name, (unsigned long long)call->handle, (unsigned long long)sys_thread_id(), text->text);
    fflush(stderr);
    _Exit(CHECK_EXIT);
}

void check_that(const check_call *call, bool holds, check_rule rule) {
    if (!holds) {
        rule__broken(call, rule);
    }
}
