/* SPDX-License-Identifier: Apache-2.0 */
#include "host.h"

#include "address.h"
#include "config_file.h"
#include "server.h"
#include "status.h"
#include "system_text.h"

/* How soon an address that is in use is tried again. */
enum { HOST_RETRY_MILLIS = 250 };

static bool host__asked_to_stop(const host *h, DWORD millis) {
    return WaitForSingleObject(h->stop, millis) == WAIT_OBJECT_0;
}

static failure host__refuse(const host *h, failure why, const config *c, uint32_t os_code) {
    char address[ADDRESS_TEXT_BYTES], text[SYSTEM_TEXT_BYTES];
    address_text(&c->address, address);
    system_text(os_code, text);
    journal_write(h->journal, JOURNAL_START_FAILED, "%s: %s: %s", address, failure_text(why), text);
    return why;
}

/* Another program may be about to give the address up, and at boot an interface may come late. */
static bool host__may_pass(failure why) {
    return why == FAILURE_ADDRESS_IN_USE || why == FAILURE_ADDRESS;
}

/* FAILURE_NONE, and it does not listen: a stop came first. */
static failure host__listen(const host *h, server *s, const config *c, bool *listens_out) {
    uint64_t deadline = GetTickCount64() + c->start_millis;
    lp_address bound;
    uint32_t os_code;
    char text[ADDRESS_TEXT_BYTES];
    bool told = false;
    *listens_out = false;
    for (;;) {
        failure why = server_listen(s, &bound, &os_code);
        if (why == FAILURE_NONE) {
            address_text(&bound, text);
            journal_write(h->journal, JOURNAL_LISTENING, "%s, linkport %s", text, lp_version());
            *listens_out = true;
            return FAILURE_NONE;
        }
        if (!host__may_pass(why) || GetTickCount64() >= deadline) {
            return host__refuse(h, why, c, os_code);
        }
        if (!told) {
            address_text(&c->address, text);
            journal_write(h->journal, JOURNAL_START_WAITS, "%s: %s", text, failure_text(why));
            told = true;
        }
        h->starting(h->context);
        if (host__asked_to_stop(h, HOST_RETRY_MILLIS)) {
            return FAILURE_NONE;
        }
    }
}

/* False: it did not come to its end, and nobody knows when it will. */
static bool host__drain(const host *h, server *s, bool listens, uint32_t drain_millis) {
    uint64_t deadline = GetTickCount64() + drain_millis + HOST_OVERDUE_MILLIS;
    server_stop(s, drain_millis);
    do {
        (listens ? h->stopping : h->starting)(h->context);
        if (server_wait(s, STATUS_TICK_MILLIS)) {
            return true;
        }
    } while (GetTickCount64() < deadline);
    return false;
}

static void host__sum_up(const host *h, const server_summary *did) {
    if (did->crews.cut_off > 0) {
        journal_write(h->journal, JOURNAL_CUT_OFF, "links that had not ended by then, and were reset: %llu",
                      (unsigned long long)did->crews.cut_off);
    }
    journal_write(
        h->journal, JOURNAL_STOPPED,
        "links %llu, bytes received %llu, sent %llu; links ended over a limit %llu, lines to all without room "
        "%llu",
        (unsigned long long)did->crews.links, (unsigned long long)did->crews.bytes_received,
        (unsigned long long)did->crews.bytes_sent, (unsigned long long)did->crews.over_limit,
        (unsigned long long)did->left_out);
}

static failure host__stop(const host *h, server *s, bool listens, uint32_t drain_millis) {
    server_summary did;
    if (!host__drain(h, s, listens, listens ? drain_millis : 0)) {
        journal_write(h->journal, JOURNAL_STOP_OVERDUE, "%d ms after the drain deadline", HOST_OVERDUE_MILLIS);
        return FAILURE_STOP_OVERDUE;
    }
    server_close(s, &did);
    if (listens) {
        host__sum_up(h, &did);
    }
    return FAILURE_NONE;
}

failure host_run(const host *h) {
    config c;
    char error[CONFIG_ERROR_BYTES];
    server *s;
    uint32_t os_code;
    bool listens;
    if (!config_file_read(&c, h->config_path, error)) {
        journal_write(h->journal, JOURNAL_START_FAILED, "%s", error);
        return FAILURE_CONFIGURATION;
    }
    h->starting(h->context);
    failure why = server_open(&c, &s, &os_code);
    if (why != FAILURE_NONE) {
        return host__refuse(h, why, &c, os_code);
    }
    h->starting(h->context);
    why = host__listen(h, s, &c, &listens);
    if (listens) {
        h->running(h->context);
        host__asked_to_stop(h, INFINITE);
    }
    if (why == FAILURE_NONE) {
        journal_write(h->journal, JOURNAL_STOPPING, "%s", listens ? "links drain" : "it did not listen yet");
    }
    failure stopped = host__stop(h, s, listens, c.drain_millis);
    return why != FAILURE_NONE ? why : stopped;
}
