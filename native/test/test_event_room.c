/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the room for events: with room for one, everything still happens, in order, and busy links starve nobody:
 * a quiet link is answered while others flood.
 */
#include "support.h"

enum { FLOODS = 4, ROUNDS = 200 };

typedef struct room {
    bool stop;
    uint16_t tcp_port;
} room;

static DWORD WINAPI flood(void *argument) {
    volatile const bool *stop = &((room *)argument)->stop;
    static const char bytes[64 * 1024];
    SOCKET client = client_connect(((room *)argument)->tcp_port);
    while (!*stop) {
        client_send(client, bytes, sizeof bytes);
    }
    client_end(client);
    client_expect_end(client);
    client_close(client);
    return 0;
}

static void serve(rig_worker *w, const lp_event *event) {
    if (event->kind == LP_EVENT_RECEIVED && event->size < 16) {
        rig_echo(w, event);
    }
}

static void event_room(uint32_t event_max) {
    static rig r;
    static room t;
    HANDLE threads[FLOODS];
    lp_options options = rig_options(1, 0);
    options.chunk_bytes = 1024;
    rig_create(&r, &options, serve, NULL);
    r.event_max = event_max;
    r.close_on_end = true;
    rig_start(&r);
    rig_listen(&r, 0, 2, 16);
    t = (room){false, r.tcp_port};
    for (uint32_t i = 0; i < FLOODS; i++) {
        threads[i] = thread_start(flood, &t);
    }
    WAIT(&r, r.seen.received > 100);
    SOCKET client = client_connect(r.tcp_port);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        char bytes[8] = {(char)i, 2, 3, 4, 5, 6, 7, 8};
        client_send(client, bytes, sizeof bytes);
        bytes[0] = 0;
        client_receive(client, bytes, sizeof bytes);
        CHECK(bytes[0] == (char)i && bytes[7] == 8);
    }
    t.stop = true;
    client_end(client);
    client_expect_end(client);
    client_close(client);
    for (uint32_t i = 0; i < FLOODS; i++) {
        thread_join(threads[i]);
    }
    WAIT(&r, r.seen.closed == FLOODS + 1);
    CHECK_EQUAL(r.seen.reasons[LP_REASON_PEER_CLOSE], FLOODS + 1);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    event_room(1);
    event_room(2);
    return 0;
}
