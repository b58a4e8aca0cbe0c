/* SPDX-License-Identifier: Apache-2.0 */
/* The one lock of the checker: check_lock_win.c on Windows, check_lock_posix.c elsewhere. */
#ifndef LP_CHECK_LOCK_H
#define LP_CHECK_LOCK_H

void check_lock_acquire(void);
void check_lock_release(void);

#endif
