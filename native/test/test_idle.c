/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the report of silence, over more than a second: never before its time, again with each further period, anew
 * after traffic, and not what a pause made. For links that were accepted and connected, by options and by command, and
 * for output that a slow peer does not take. No test sleeps: one direction is the clock of the other.
 */
#include "support.h"

enum { READ_IDLE = 300, WRITE_IDLE = 450, TICK = 100, CLOCK_GRAIN = 20, STUCK_BYTES = 16 * 1024 * 1024 };

typedef struct silence {
    uint32_t events;
    uint64_t since; /* no later than the last traffic */
    uint64_t last;  /* milliseconds told */
} silence;

typedef struct quiet {
    lp_link link;
    uint64_t began_at; /* before the traffic that comes next was caused */
    bool watched;      /* silence is judged by the times below */
    uint32_t read_millis, write_millis;
    silence read, write;
} quiet;

/* Traffic counts from the beginning of the step that sees it. */
static uint64_t longest_step(lp_port *port) {
    lp_stats s;
    CHECK_EQUAL(lp_stats_read(port, 0, &s, sizeof s), LP_OK);
    return s.longest_step_millis;
}

static void judge(silence *s, uint32_t millis, const lp_event *event, const rig *watching) {
    uint64_t silent = rig_clock() - s->since;
    s->events++;
    if (watching != NULL) {
        CHECK(event->data >= millis && event->data <= silent + longest_step(watching->port) + CLOCK_GRAIN);
        CHECK(event->data / millis > s->last / millis);
        s->last = event->data;
    }
}

static void serve(rig_worker *w, const lp_event *event) {
    quiet *q = w->rig->context;
    const rig *watching = q->watched ? w->rig : NULL;
    if (event->kind == LP_EVENT_ACCEPTED || event->kind == LP_EVENT_CONNECTED) {
        q->link = event->link;
        q->read.since = q->write.since = q->began_at;
    } else if (event->kind == LP_EVENT_RECEIVED) {
        q->read = (silence){.events = q->read.events, .since = q->began_at};
    } else if (event->kind == LP_EVENT_IDLE && event->size == LP_IDLE_READ) {
        judge(&q->read, q->read_millis, event, watching);
    } else if (event->kind == LP_EVENT_IDLE) {
        CHECK_EQUAL(event->size, LP_IDLE_WRITE);
        judge(&q->write, q->write_millis, event, watching);
    }
}

static void begin(rig *r, quiet *q, uint32_t flags, uint32_t read_millis, uint32_t write_millis) {
    lp_options options = rig_options(1, flags);
    lp_listen_options listening = {.size = sizeof listening,
                                   .accept_depth = 1,
                                   .backlog = 8,
                                   .read_idle_millis = read_millis,
                                   .write_idle_millis = write_millis};
    *q = (quiet){.began_at = rig_clock(), .watched = true, .read_millis = read_millis, .write_millis = write_millis};
    rig_create(r, &options, serve, q);
    rig_start(r);
    rig_listen_with(r, 0, &listening);
}

static void set_idle(rig *r, quiet *q, uint32_t read_millis, uint32_t write_millis) {
    rig_lock(r);
    q->watched = false;
    rig_unlock(r);
    CHECK_EQUAL(rig_post(r, q->link, LP_COMMAND_IDLE, write_millis, 0, read_millis), LP_OK);
}

static void accepted_by_options(uint32_t flags) {
    static rig r;
    quiet q;
    begin(&r, &q, flags, READ_IDLE, WRITE_IDLE);
    SOCKET client = client_connect(r.tcp_port);
    WAIT(&r, q.read.last >= 1200 && q.write.last >= 1200);
    rig_lock(&r);
    q.began_at = rig_clock();
    rig_unlock(&r);
    client_send(client, "x", 1);
    WAIT(&r, r.seen.received == 1);
    WAIT(&r, q.read.last >= 2 * READ_IDLE);
    client_close(client);
    rig_finish(&r, 0);
}

/* The silence of the output ticks meanwhile. */
static void paused(uint32_t flags) {
    static rig r;
    quiet q;
    begin(&r, &q, flags, TICK, TICK);
    SOCKET client = client_connect(r.tcp_port);
    WAIT(&r, q.read.events > 0);
    CHECK_EQUAL(rig_post(&r, q.link, LP_COMMAND_PAUSE, 0, 0, 0), LP_OK);
    uint32_t ticks = q.write.events;
    WAIT(&r, q.write.events > ticks + 1); /* the pause is in force */
    ticks = q.write.events;
    uint32_t reads = q.read.events;
    WAIT(&r, q.write.events > ticks + 5);
    rig_lock(&r);
    CHECK_EQUAL(q.read.events, reads);
    q.read = (silence){.events = reads, .since = rig_clock()};
    rig_unlock(&r);
    CHECK_EQUAL(rig_post(&r, q.link, LP_COMMAND_RESUME, 0, 0, 0), LP_OK);
    WAIT(&r, q.read.events > reads + 1);
    client_close(client);
    rig_finish(&r, 0);
}

static void connected_by_command(uint32_t flags) {
    static rig r;
    quiet q;
    lp_options options = rig_options(1, flags);
    q = (quiet){.watched = false};
    rig_create(&r, &options, serve, &q);
    rig_start(&r);
    rig_listen(&r, 0, 1, 8);
    CHECK_EQUAL(rig_post_connect(&r, 0, r.tcp_port, RIG_WAIT_MILLIS, 1), LP_OK);
    WAIT(&r, r.seen.connected == 1 && r.seen.accepted == 1);
    rig_lock(&r);
    q.link = r.seen.last[LP_EVENT_CONNECTED].link;
    rig_unlock(&r);
    set_idle(&r, &q, TICK, 0);
    WAIT(&r, q.read.events == 3);
    CHECK_EQUAL(q.write.events, 0);
    set_idle(&r, &q, 0, TICK);
    WAIT(&r, q.write.events > 0); /* so the command was taken */
    uint32_t reads = q.read.events;
    WAIT(&r, q.write.events > 5);
    CHECK_EQUAL(q.read.events, reads);
    rig_finish(&r, 0);
}

/* Bytes that are queued and do not move are silent output. */
static void slow_peer(uint32_t flags) {
    static rig r;
    quiet q;
    begin(&r, &q, flags, 0, TICK);
    q.watched = false; /* how fast it moves before it is stuck is not known */
    uint8_t *bytes = calloc(1, STUCK_BYTES);
    CHECK(bytes != NULL);
    SOCKET client = client_connect(r.tcp_port);
    WAIT(&r, r.seen.accepted == 1);
    rig_lock(&r);
    rig_lent(&r, q.link, STUCK_BYTES);
    rig_unlock(&r);
    CHECK_EQUAL(rig_post(&r, q.link, LP_COMMAND_SEND, STUCK_BYTES, (uintptr_t)bytes, 0), LP_OK);
    WAIT(&r, r.seen.sent_bytes > 0);
    uint32_t ticks = q.write.events;
    WAIT(&r, q.write.events > ticks + 3);
    CHECK(r.seen.sent_bytes < STUCK_BYTES);
    client_receive(client, bytes, STUCK_BYTES);
    WAIT(&r, r.seen.sent_bytes == STUCK_BYTES);
    client_close(client);
    rig_finish(&r, 0);
    free(bytes);
}

int main(void) {
    support_start();
    for (uint32_t flags = 0; flags <= LP_NEVER_SKIP; flags += LP_NEVER_SKIP) {
        accepted_by_options(flags);
        paused(flags);
        connected_by_command(flags);
        slow_peer(flags);
    }
    return 0;
}
