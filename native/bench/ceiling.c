/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the core costs above the calls of the system: a port over the simulated Windows, and links that move messages
 * of 64 bytes, a batch of them in each step. Run under callgrind, which counts inside measured(); see ci/bench.
 *   ceiling CASE BATCH MESSAGES
 */
#include "sim_socket.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINKS_MAX = 64, EVENTS_MAX = 256, MESSAGE_BYTES = 64, WARM_ROUNDS = 50, SILENCE_MILLIS = 250 };

typedef struct ceiling_case {
    const char *name;
    bool receives;
    bool sends;
    bool busy; /* links receive into chunks; else they probe */
} ceiling_case;

static const ceiling_case CASES[] = {
    {"receive", true, false, true}, {"receive-probing", true, false, false}, {"send", false, true, true},
    {"echo", true, true, true},     {"echo-probing", true, true, false},
};

static struct {
    const ceiling_case *what;
    uint32_t batch;
    lp_port *port;
    sim_end *peers[LINKS_MAX];
    lp_link links[LINKS_MAX];
    uint32_t link_count;
    lp_command commands[LINKS_MAX];
    uint32_t command_count;
    uint64_t received;
    uint64_t sent;
} bench;

static char message[MESSAGE_BYTES];

static void die(const char *what) {
    fprintf(stderr, "ceiling: %s\n", what);
    exit(1);
}

static void bench__send(lp_link link) {
    if (bench.what->sends) {
        lp_command *command = &bench.commands[bench.command_count++];
        command->kind = LP_COMMAND_SEND;
        command->size = MESSAGE_BYTES;
        command->target = link;
        command->data = (uint64_t)(uintptr_t)message;
    }
}

static void bench__event(const lp_event *event) {
    switch (event->kind) {
    case LP_EVENT_ACCEPTED:
        bench.links[bench.link_count++] = event->link;
        break;
    case LP_EVENT_RECEIVED:
        bench.received += event->size;
        bench__send(event->link);
        break;
    case LP_EVENT_SENT:
        bench.sent += event->data;
        break;
    default:
        die("an event that should not come");
    }
}

static void bench__step(void) {
    static lp_event events[EVENTS_MAX];
    uint32_t commands = bench.command_count;
    bench.command_count = 0;
    int32_t count = lp_step(bench.port, 0, bench.commands, commands, events, EVENTS_MAX, 0);
    if (count < 0) {
        die("lp_step failed");
    }
    for (int32_t i = 0; i < count; i++) {
        bench__event(&events[i]);
    }
}

static void bench__listen(void) {
    lp_options options = {.size = sizeof options, .workers = 1, .max_links = LINKS_MAX, .chunk_bytes = 4096};
    lp_listen_options listen = {.size = sizeof listen, .accept_depth = LINKS_MAX, .backlog = LINKS_MAX};
    lp_address address = sim_address_v4(127, 7000);
    lp_listener listener = 0;
    options.chunk_count = 8 * LINKS_MAX;
    if (lp_create(&options, &bench.port, NULL) != LP_OK ||
        lp_listen(bench.port, 0, &address, &listen, &listener, &address, NULL) != LP_OK) {
        die("no port");
    }
    bench__step();
}

static void bench__connect(void) {
    lp_address server = sim_address_v4(127, 7000);
    for (uint32_t i = 0; i < bench.batch; i++) {
        lp_address client = sim_address_v4(127, sim_address_ephemeral());
        sim_conn *conn = sim_socket_arrive(sim_socket_listening(&server), &client, &server);
        bench.peers[i] = &conn->ends[0];
        while (bench.link_count <= i) {
            bench__step();
        }
    }
}

/* The peers write or the program sends; one step; the peers read. */
static void bench__round(void) {
    static char bytes[EVENTS_MAX * MESSAGE_BYTES];
    for (uint32_t i = 0; i < bench.batch; i++) {
        if (bench.what->receives) {
            (void)sim_end_write(bench.peers[i], message, MESSAGE_BYTES);
        } else {
            bench__send(bench.links[i]);
        }
    }
    sim.now += bench.what->busy ? 0 : SILENCE_MILLIS;
    bench__step();
    for (uint32_t i = 0; i < bench.batch; i++) {
        (void)sim_end_read(bench.peers[i], bytes, sizeof bytes);
    }
}

/* Its name is what callgrind is told to count in. */
void measured(uint32_t rounds);
void measured(uint32_t rounds) {
    for (uint32_t i = 0; i < rounds; i++) {
        bench__round();
    }
}

/* Nobody was left out, or the figure would stand for less than it says. */
static void bench__check(uint64_t received, uint64_t sent, uint64_t bytes) {
    bool all_received = !bench.what->receives || bench.received - received >= bytes;
    bool all_sent = !bench.what->sends || bench.sent - sent >= bytes - (uint64_t)bench.batch * MESSAGE_BYTES;
    if (!all_received || !all_sent) {
        die("not every message was moved");
    }
}

static const ceiling_case *bench__case(const char *name) {
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        if (strcmp(CASES[i].name, name) == 0) {
            return &CASES[i];
        }
    }
    return NULL;
}

int main(int count, char **words) {
    static const sim_knobs KNOBS = {.immediate = 1000, .batch_max = LINKS_MAX, .pipe_bytes = 16384, .may_skip = true};
    bench.what = count == 4 ? bench__case(words[1]) : NULL;
    bench.batch = count == 4 ? (uint32_t)atoi(words[2]) : 0;
    uint32_t rounds = bench.batch == 0 ? 0 : (uint32_t)atoi(words[3]) / bench.batch;
    if (bench.what == NULL || bench.batch > LINKS_MAX || rounds == 0) {
        die("usage: ceiling receive|receive-probing|send|echo|echo-probing BATCH MESSAGES; at most 64 at once");
    }
    sim_world_begin(1, &KNOBS);
    bench__listen();
    bench__connect();
    for (uint32_t i = 0; i < WARM_ROUNDS; i++) {
        bench__round();
    }
    uint64_t received = bench.received;
    uint64_t sent = bench.sent;
    void (*volatile run)(uint32_t) = measured; /* a call that no compiler may inline */
    run(rounds);
    bench__check(received, sent, (uint64_t)rounds * bench.batch * MESSAGE_BYTES);
    printf("%u\n", rounds * bench.batch);
    return 0;
}
