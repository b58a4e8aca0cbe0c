/* SPDX-License-Identifier: Apache-2.0 */
/* A configuration in a file of Windows. Any thread. */
#ifndef CONFIG_FILE_H
#define CONFIG_FILE_H

#include "config.h"

#include <wchar.h>

/* As config_parse(), for a file. */
bool config_file_read(config *c, const wchar_t *path, char error[CONFIG_ERROR_BYTES]);

#endif
