/* SPDX-License-Identifier: Apache-2.0 */
/* The service in the database of the service control manager. Needs the rights of an administrator. */
#ifndef INSTALL_H
#define INSTALL_H

#include <stdint.h>
#include <wchar.h>

/* What became of it; the exit code of the program. */
typedef enum install_result {
    INSTALL_DONE = 0,
    INSTALL_FAILED = 1, /* the standard error says what and why */
    INSTALL_ACCESS_DENIED = 3,
    INSTALL_EXISTS = 4,
    INSTALL_MISSING = 5
} install_result;

typedef struct install {
    const wchar_t *name;
    const wchar_t *config_path; /* absolute */
    uint32_t drain_millis;      /* the manager gives a stop that long and more */
} install;

/*
 * Enters this program: quoted path, delayed automatic start, the account LocalService, recovery actions, time for
 * PRESHUTDOWN, source of the event log. All of it or nothing: what fails half-way is taken back.
 */
install_result install_service(const install *i);

/* Stops it if it runs, which takes what its drain takes, and removes it with its event source. */
install_result uninstall_service(const wchar_t *name);

#endif
