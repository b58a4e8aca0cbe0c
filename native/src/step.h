/* SPDX-License-Identifier: Apache-2.0 */
/* One step of a worker: submit, wait, report. */
#ifndef LP_STEP_H
#define LP_STEP_H

#include "worker.h"

/* See lp_step(). Arguments are checked by the caller. */
int32_t step_run(worker *w, const lp_command *commands, uint32_t command_count, uint32_t timeout_millis);

#endif
