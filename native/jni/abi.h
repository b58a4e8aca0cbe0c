/* SPDX-License-Identifier: Apache-2.0 */
/* What Java knows of the records and numbers of linkport.h, to be compared at load. */
#ifndef LP_ABI_H
#define LP_ABI_H

#include <stdint.h>

/* The value of that index, in the order of org.linkport.internal.iocp.Abi; the count for -1, and -1 beyond it. */
int32_t abi_value(int32_t index);

#endif
