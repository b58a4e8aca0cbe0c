/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the configuration file: every bad input is refused with file, line, what was asked and what is permitted;
 * bounds hold exactly; nothing in a file, not even zero bytes or megabytes of one line, does more than that.
 */
#include "address.h"
#include "check.h"
#include "config.h"

#include <string.h>

static config c;
static char error[CONFIG_ERROR_BYTES];

static void good(const char *text) {
    if (!config_parse(&c, text, strlen(text), "echo.conf", error)) {
        FAIL("refused: %s", error);
    }
}

static void bad(const char *text, const char *message) {
    if (config_parse(&c, text, strlen(text), "echo.conf", error)) {
        FAIL("taken: %s", text);
    }
    if (strcmp(error, message) != 0) {
        FAIL("said:   %s\nwanted: %s", error, message);
    }
}

static void expect_address(const char *text) {
    char shown[ADDRESS_TEXT_BYTES];
    address_text(&c.address, shown);
    if (strcmp(shown, text) != 0) {
        FAIL("address is %s, expected %s", shown, text);
    }
}

static void values(void) {
    good("");
    expect_address("127.0.0.1:7007");
    CHECK_EQUAL(c.workers, 2);
    CHECK_EQUAL(c.drain_millis, 10000);
    good("\xEF\xBB\xBF# made by an editor\r\n\r\n  tcp_port=0\r\n\tworkers =  64 \r\n# workers = 3\naddress = ::1");
    expect_address("[::1]:0");
    CHECK_EQUAL(c.workers, 64);
    good("tcp_port = 65535\naddress = 0.0.0.0\ndrain_millis = 0\nstart_millis = 600000\nmax_links = 0001\n");
    expect_address("0.0.0.0:65535");
    CHECK_EQUAL(c.drain_millis, 0);
    CHECK_EQUAL(c.start_millis, 600000);
    CHECK_EQUAL(c.max_links, 1);
}

#define ADDRESSES                                                                                                      \
    "permitted: an address of this machine in figures, as 192.0.2.1 or 2001:db8::1; 0.0.0.0 for all of IPv4, :: for "  \
    "all there are"

static void bad_values(void) {
    bad("\n\ntcp_port = 65536\n", "echo.conf:3: tcp_port is '65536'; permitted: 0 to 65535");
    bad("tcp_port = -1", "echo.conf:1: tcp_port is '-1'; permitted: 0 to 65535");
    bad("tcp_port = 4294967296", "echo.conf:1: tcp_port is '4294967296'; permitted: 0 to 65535");
    bad("tcp_port = 99999999999999999999999",
        "echo.conf:1: tcp_port is '99999999999999999999999'; permitted: 0 to 65535");
    bad("tcp_port =", "echo.conf:1: tcp_port is ''; permitted: 0 to 65535");
    bad("tcp_port = 70 07", "echo.conf:1: tcp_port is '70 07'; permitted: 0 to 65535");
    bad("tcp_port = 7007 # here", "echo.conf:1: tcp_port is '7007 # here'; permitted: 0 to 65535");
    bad("workers = 0", "echo.conf:1: workers is '0'; permitted: 1 to 64");
    bad("workers = 65", "echo.conf:1: workers is '65'; permitted: 1 to 64");
    bad("max_links = many", "echo.conf:1: max_links is 'many'; permitted: 1 to 1000000");
    bad("max_line_bytes = 15", "echo.conf:1: max_line_bytes is '15'; permitted: 16 to 1048576");
    bad("max_queued_bytes = 4095", "echo.conf:1: max_queued_bytes is '4095'; permitted: 4096 to 536870912");
    bad("first_data_millis = 86400001", "echo.conf:1: first_data_millis is '86400001'; permitted: 0 to 86400000");
    bad("start_millis = 600001", "echo.conf:1: start_millis is '600001'; permitted: 0 to 600000");
    bad("drain_millis = 1.5", "echo.conf:1: drain_millis is '1.5'; permitted: 0 to 600000");
    bad("address = localhost", "echo.conf:1: address is 'localhost'; " ADDRESSES);
    bad("address = 127.0.0.1:7007", "echo.conf:1: address is '127.0.0.1:7007'; " ADDRESSES);
    bad("address = 256.0.0.1", "echo.conf:1: address is '256.0.0.1'; " ADDRESSES);
    bad("address =", "echo.conf:1: address is ''; " ADDRESSES);
}

static void bad_lines(void) {
    bad("tcp_port = 1\n\n# twice\ntcp_port = 2",
        "echo.conf:4: tcp_port stands here again, it is in line 1; permitted: once");
    bad("tcpport = 1",
        "echo.conf:1: there is no 'tcpport'; permitted: workers, max_links, max_line_bytes, "
        "max_queued_bytes, queue_bytes, first_data_millis, start_millis, drain_millis, address, tcp_port");
    bad("TCP_PORT = 1",
        "echo.conf:1: there is no 'TCP_PORT'; permitted: workers, max_links, max_line_bytes, "
        "max_queued_bytes, queue_bytes, first_data_millis, start_millis, drain_millis, address, tcp_port");
    bad("hello", "echo.conf:1: 'hello' is no setting; permitted: key = value, or # and a remark");
    bad("workers = 1\a", "echo.conf:1: workers is '1?'; permitted: 1 to 64");
}

static void no_text(void) {
    static char long_line[100000];
    const char zero[] = "workers = 1\0\nworkers = 2";
    CHECK(!config_parse(&c, zero, sizeof zero - 1, "echo.conf", error));
    memset(long_line, 'x', sizeof long_line);
    CHECK(!config_parse(&c, long_line, sizeof long_line, "echo.conf", error));
    CHECK(strlen(error) < 200);
    memcpy(long_line, "address = ", 10);
    CHECK(!config_parse(&c, long_line, sizeof long_line, "echo.conf", error));
    memset(long_line, 'n', sizeof long_line - 1);
    long_line[sizeof long_line - 1] = '\0';
    CHECK(!config_parse(&c, "x", 1, long_line, error)); /* a name that fills the message */
    CHECK(strlen(error) < CONFIG_ERROR_BYTES);
}

int main(void) {
    values();
    bad_values();
    bad_lines();
    no_text();
    return 0;
}
