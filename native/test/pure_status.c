/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks the tables of codes: what the kernel answers, from NTSTATUS to reason, as measured and as documented. */
#include "check.h"
#include "status.h"

#include <string.h>

typedef struct row {
    uint32_t nt;
    uint32_t code;
    lp_reason stream;
} row;

static const row ROWS[] = {
    {0xC000020Du, 10054, LP_REASON_RESET},          /* CONNECTION_RESET */
    {0xC00000C9u, 10054, LP_REASON_RESET},          /* NETWORK_NAME_DELETED */
    {0xC000020Cu, 10054, LP_REASON_RESET},          /* CONNECTION_DISCONNECTED */
    {0xC0000140u, 10054, LP_REASON_RESET},          /* INVALID_CONNECTION */
    {0xC0000241u, 10053, LP_REASON_RESET},          /* CONNECTION_ABORTED */
    {0xC00000B5u, 10060, LP_REASON_RESET},          /* IO_TIMEOUT */
    {0xC000009Au, 10055, LP_REASON_NO_RESOURCES},   /* INSUFFICIENT_RESOURCES */
    {0xC0000011u, 38, LP_REASON_OS_ERROR},          /* END_OF_FILE: of no stream; who sends a file knows better */
    {0x8000000Au, 0x8000000Au, LP_REASON_OS_ERROR}, /* HANDLES_CLOSED, which nothing maps */
    {0xDEADBEEFu, 0xDEADBEEFu, LP_REASON_OS_ERROR},
};

/* Each number that is known has a text of its own. */
static void texts(const char *(*text)(uint32_t), uint32_t known, const char *unknown) {
    uint32_t i = 0;
    for (; strcmp(text(i), unknown) != 0; i++) {
        for (uint32_t k = 0; k < i; k++) {
            CHECK(strcmp(text(i), text(k)) != 0);
        }
    }
    CHECK(i > known);
}

int main(void) {
    CHECK_EQUAL(status_code_of_nt(0), 0);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        CHECK_EQUAL(status_code_of_nt(ROWS[i].nt), ROWS[i].code);
        CHECK_EQUAL(status_reason_of_stream(ROWS[i].code), ROWS[i].stream);
    }
    CHECK_EQUAL(status_code_of_nt(0xC0000236u), 10061);
    CHECK_EQUAL(status_reason_of_connect(10061), LP_REASON_REFUSED);
    CHECK_EQUAL(status_reason_of_connect(1225), LP_REASON_REFUSED);
    CHECK_EQUAL(status_reason_of_connect(10060), LP_REASON_CONNECT_TIMEOUT);
    CHECK_EQUAL(status_reason_of_connect(121), LP_REASON_CONNECT_TIMEOUT);
    CHECK_EQUAL(status_reason_of_connect(10051), LP_REASON_UNREACHABLE);
    CHECK_EQUAL(status_reason_of_connect(10065), LP_REASON_UNREACHABLE);
    CHECK_EQUAL(status_reason_of_connect(10047), LP_REASON_ADDRESS);
    CHECK_EQUAL(status_reason_of_connect(10048), LP_REASON_ADDRESS);
    CHECK_EQUAL(status_reason_of_connect(10049), LP_REASON_ADDRESS);
    CHECK_EQUAL(status_reason_of_connect(10024), LP_REASON_NO_RESOURCES);
    CHECK_EQUAL(status_reason_of_connect(10054), LP_REASON_RESET);
    CHECK_EQUAL(status_reason_of_connect(64), LP_REASON_RESET);
    CHECK_EQUAL(status_reason_of_connect(4711), LP_REASON_OS_ERROR);
    CHECK_EQUAL(status_of_code(0), LP_OK);
    CHECK_EQUAL(status_of_code(10013), LP_ACCESS_DENIED);
    CHECK_EQUAL(status_of_code(10048), LP_ADDRESS_IN_USE);
    CHECK_EQUAL(status_of_code(10049), LP_ADDRESS_NOT_LOCAL);
    CHECK_EQUAL(status_of_code(10047), LP_UNSUPPORTED);
    CHECK_EQUAL(status_of_code(10024), LP_NO_RESOURCES);
    CHECK_EQUAL(status_of_code(4711), LP_OS_ERROR);
    uint32_t code = 0;
    CHECK_EQUAL(status_with_code(LP_OS_ERROR, 4711, &code), LP_OS_ERROR);
    CHECK_EQUAL(code, 4711);
    CHECK_EQUAL(status_with_code(LP_OK, 0, NULL), LP_OK);
    CHECK(status_is_shortage(8) && status_is_shortage(10055) && !status_is_shortage(0) && !status_is_shortage(10054));
    texts(lp_reason_text, LP_REASON_FILE, "unknown reason");
    texts(lp_status_text, LP_OS_ERROR, "unknown status");
    CHECK(strcmp(lp_status_text(LP_OS_ERROR + 1), "unknown status") == 0);
    CHECK(strcmp(lp_reason_text(UINT32_MAX), "unknown reason") == 0);
    return 0;
}
