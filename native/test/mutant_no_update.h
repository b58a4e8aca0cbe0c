/* SPDX-License-Identifier: Apache-2.0 */
/* Plants a fault: an accepted socket never learns that it is connected. Wine does not mind, Windows does. */
#ifndef LP_MUTANT_NO_UPDATE_H
#define LP_MUTANT_NO_UPDATE_H

#include "sys.h"

#undef sys_accept_update
#define sys_accept_update(listener, socket) ((void)(listener), (void)(socket), 0u)

#endif
