/* SPDX-License-Identifier: Apache-2.0 */
/* What the sanitizers call, where they are part of the program. The one file here that is not compiled hidden. */
#include "run.h"

/* The address sanitizer calls it, where it is part of the program. */
void __asan_on_error(void);
void __asan_on_error(void) {
    run_report();
}

/* What the other sanitizer finds becomes a SIGABRT, and so an error of the one above. */
const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void) {
    return "abort_on_error=1:print_stacktrace=1";
}

/* Memory of a few runs is kept from reuse; more of it would only be cold. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "quarantine_size_mb=16:malloc_context_size=6:handle_abort=1";
}
