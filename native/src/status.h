/* SPDX-License-Identifier: Apache-2.0 */
/* What the system's codes mean: one table each way. Pure. */
#ifndef LP_STATUS_H
#define LP_STATUS_H

#include "linkport.h"

#include <stdbool.h>
#include <stdint.h>

/* The Winsock code of an NTSTATUS from OVERLAPPED.Internal; 0 for success, the NTSTATUS itself if unknown. */
uint32_t status_code_of_nt(uint32_t nt_status);

/* What a failed call on behalf of the caller answers. */
lp_status status_of_code(uint32_t code);

/* Hands the code to a caller who asked for it, and answers the status. */
lp_status status_with_code(lp_status status, uint32_t code, uint32_t *os_code_out);

/* Why a connected stream broke. */
lp_reason status_reason_of_stream(uint32_t code);

/* Why a connect failed. */
lp_reason status_reason_of_connect(uint32_t code);

/* Whether the system is short of something, so that the same call may work later. */
bool status_is_shortage(uint32_t code);

/* Of several calls that all have to be made, the first code that is not 0. */
static inline void status_keep_first(uint32_t *code, uint32_t next) {
    *code = *code != 0 ? *code : next;
}

#endif
