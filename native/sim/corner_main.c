/* SPDX-License-Identifier: Apache-2.0 */
/* sim_corners: all corners, or those named. */
#include "corner.h"

#include <stdio.h>

typedef struct main_corner {
    const char *name;
    void (*run)(void);
} main_corner;

static const main_corner CORNERS[] = {
    {"misuse", corner_misuse},
    {"nonsense", corner_nonsense},
    {"largest", corner_largest},
    {"table-of-listeners", corner_table_of_listeners},
    {"wildcards", corner_wildcards},
    {"listener-closed-twice", corner_listener_closed_twice},
    {"stop-within-listen", corner_stop_within_listen},
    {"stop-with-mail", corner_stop_with_mail},
    {"slots-used-up", corner_slots_used_up},
    {"guessed-id", corner_guessed_id},
    {"useless-sends", corner_useless_sends},
    {"useless-files", corner_useless_files},
    {"file-too-short", corner_file_too_short},
    {"file-shrinks", corner_file_shrinks},
    {"first-cause", corner_first_cause},
    {"room", corner_room},
    {"room-of-listener", corner_room_of_listener},
    {"many-buffers", corner_many_buffers},
    {"trace", corner_trace},
    {"lookup", corner_lookup},
    {"texts", corner_texts},
    {"resume-unpaused", corner_resume_unpaused},
    {"paused-sleeps", corner_paused_sleeps},
    {"local-ports", corner_local_ports},
    {"stop-for-months", corner_stop_for_months},
    {"sent-without-room", corner_sent_without_room},
};

static const char *current;

static void main__report(void) {
    fprintf(stderr, "sim: failed: corner %s\nreplay: sim_corners %s\n", current, current);
}

int main(int count, char **words) {
    unsigned ran = 0;
    for (size_t i = 0; i < sizeof CORNERS / sizeof *CORNERS; i++) {
        current = CORNERS[i].name;
        if (count < 2 || strcmp(words[1], current) == 0) {
            sim.on_failure = main__report;
            CORNERS[i].run();
            ran++;
        }
    }
    printf("sim: corners=%u failures=0\n", ran);
    return ran > 0 ? 0 : 2;
}
