/* SPDX-License-Identifier: Apache-2.0 */
/* The public functions for threads of the program that step by themselves. */
#include "linkport_run.h"

#include "status.h"
#include "sys_thread.h"

lp_status lp_affinity_set(const lp_affinity *affinity, uint32_t *os_code_out) {
    if (affinity == NULL || affinity->mask == 0) {
        return status_with_code(LP_INVALID, 0, os_code_out);
    }
    uint32_t error = sys_thread_bind(sys_thread_self(), affinity->mask, affinity->group);
    return status_with_code(error == 0 ? LP_OK : LP_OS_ERROR, error, os_code_out);
}

lp_status lp_affinity_read(lp_affinity *affinity_out, uint32_t *os_code_out) {
    if (affinity_out == NULL) {
        return status_with_code(LP_INVALID, 0, os_code_out);
    }
    affinity_out->reserved = 0;
    uint32_t error = sys_thread_bound(sys_thread_self(), &affinity_out->mask, &affinity_out->group);
    return status_with_code(error == 0 ? LP_OK : LP_OS_ERROR, error, os_code_out);
}
