/* SPDX-License-Identifier: Apache-2.0 */
/* Reserved and committed memory. What was not committed, and what lies behind a region, faults. */
#ifndef SIM_MEMORY_H
#define SIM_MEMORY_H

void sim_memory_check_none(void);

#endif
