/* SPDX-License-Identifier: Apache-2.0 */
/* The program under the service control manager. */
#ifndef SERVICE_H
#define SERVICE_H

#include "windows_headers.h"

/*
 * Hands the first thread of the process to the service control manager, which runs the service on another one. Answers
 * when the service has stopped: 0, or the code of the system; ERROR_FAILED_SERVICE_CONTROLLER_CONNECT when it was not
 * the manager that started the process. Once.
 */
DWORD service_serve(const wchar_t *name, const wchar_t *config_path);

#endif
