/* SPDX-License-Identifier: Apache-2.0 */
/* What led to a failure, as the workers recorded it. */
#include "run.h"

#include <stdio.h>

enum { TRACE_LINES = 40 };

static void trace__print(uint32_t worker) {
    lp_trace records[TRACE_LINES];
    char text[160];
    int32_t count = lp_trace_dump(run.port, worker, records, TRACE_LINES);
    for (int32_t i = 0; i < count; i++) {
        (void)lp_trace_text(&records[i], text, sizeof text);
        fprintf(stderr, "trace of worker %u: %s\n", worker, text);
    }
}

void run_print_traces(void) {
    for (uint32_t i = 0; run.port != NULL && i < run.options.workers; i++) {
        trace__print(i);
    }
}
