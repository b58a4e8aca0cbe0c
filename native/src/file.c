/* SPDX-License-Identifier: Apache-2.0 */
/* Files for programs that have no handles of the system of their own. */
#include "linkport.h"
#include "status.h"
#include "sys.h"

static lp_status file__answer(uint32_t error, uint32_t *os_code_out) {
    return status_with_code(status_of_code(error), error, os_code_out);
}

lp_status lp_file_open(const uint16_t *path, uint64_t *file_out, uint32_t *os_code_out) {
    if (path == NULL || file_out == NULL) {
        return LP_INVALID;
    }
    sys_file file = 0;
    uint32_t error = sys_file_open(path, &file);
    *file_out = file;
    return file__answer(error, os_code_out);
}

lp_status lp_file_size(uint64_t file, uint64_t *size_out, uint32_t *os_code_out) {
    if (file == 0 || size_out == NULL) {
        return LP_INVALID;
    }
    return file__answer(sys_file_size((sys_file)file, size_out), os_code_out);
}

lp_status lp_file_close(uint64_t file, uint32_t *os_code_out) {
    return file == 0 ? LP_INVALID : file__answer(sys_file_close((sys_file)file), os_code_out);
}
