/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clients of the service samples, on this machine and not under Wine. The service echoes, but for a line that begins
 * with "all ": its rest goes to every link. Prints one line of facts, or what went wrong.
 *
 *   service_client TCP_PORT echo LINKS BYTES ROUNDS   each round: a message of BYTES on every link, compared
 *   service_client TCP_PORT broadcast LINKS           each says one line to all, everyone gets all of them
 *   service_client TCP_PORT drain BYTES               sends BYTES and reads none of them; prints "queued" once the
 *                                                     service has all; reads after a line on the standard input, and
 *                                                     must get every byte and then the end
 *   service_client TCP_PORT stall BYTES               the same, but says how it ended and how much came
 *   service_client TCP_PORT refused                   nobody listens there
 *   service_client 0 hold                             listens on some TCP port, prints "holds PORT" and gives it up
 * after a line on the standard input
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { LINKS_MAX = 10000, BLOCK = 65536, SILENCE_SECONDS = 60 };

static const char GREETING[] = "all here is one of you\n";
static const char HEARD[] = "here is one of you\n";

static void fail(const char *what) {
    printf("client: %s: %s\n", what, errno != 0 ? strerror(errno) : "not what was wanted");
    exit(1);
}

/* A number of the command line. */
static long number(const char *text, long max) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || *end != '\0' || value < 1 || value > max) {
        fail(text);
    }
    return value;
}

/* Nothing here waits longer than SILENCE_SECONDS; receive_bytes 0 leaves the buffer to the system. */
static int link_open(uint16_t tcp_port, int receive_bytes) {
    struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons(tcp_port)};
    struct timeval silence = {.tv_sec = SILENCE_SECONDS};
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0 || setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence) != 0 ||
        setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &silence, sizeof silence) != 0) {
        fail("socket");
    }
    if (receive_bytes != 0 && setsockopt(s, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes) != 0) {
        fail("receive buffer");
    }
    if (connect(s, (struct sockaddr *)&peer, sizeof peer) != 0) {
        fail("connect");
    }
    return s;
}

static void link_send(int s, const char *data, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t n = send(s, data + done, size - done, MSG_NOSIGNAL);
        if (n <= 0) {
            fail("send");
        }
        done += (size_t)n;
    }
}

/* Exactly that much, unless the link ends before. */
static size_t link_receive(int s, char *data, size_t size) {
    size_t done = 0;
    while (done < size) {
        ssize_t n = recv(s, data + done, size - done, 0);
        if (n < 0) {
            fail("receive");
        }
        if (n == 0) {
            break;
        }
        done += (size_t)n;
    }
    return done;
}

static void link_expect(int s, const char *data, size_t size) {
    char *got = malloc(size);
    errno = 0;
    if (got == NULL || link_receive(s, got, size) != size || memcmp(got, data, size) != 0) {
        fail("an answer");
    }
    free(got);
}

/* Letters b to y: no line of it begins with "all ". */
static char *pattern_new(size_t size, uint32_t seed) {
    char *pattern = malloc(size);
    if (pattern == NULL) {
        fail("memory");
    }
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1664525u + 1013904223u;
        pattern[i] = (char)('b' + (seed >> 16) % 24);
    }
    return pattern;
}

static void links_open(int *links, long count, uint16_t tcp_port) {
    for (long i = 0; i < count; i++) {
        links[i] = link_open(tcp_port, 0);
    }
}

/* Ends our side and wants the service to end its own. */
static void links_close(const int *links, long count) {
    char more;
    for (long i = 0; i < count; i++) {
        errno = 0;
        if (shutdown(links[i], SHUT_WR) != 0 || link_receive(links[i], &more, 1) != 0) {
            fail("the end of a link");
        }
        close(links[i]);
    }
}

static void echo(uint16_t tcp_port, long count, size_t size, long rounds) {
    static int links[LINKS_MAX];
    char *pattern = pattern_new(size + LINKS_MAX, 1);
    links_open(links, count, tcp_port);
    for (long round = 0; round < rounds; round++) {
        for (long i = 0; i < count; i++) {
            link_send(links[i], pattern + i, size);
        }
        for (long i = 0; i < count; i++) {
            link_expect(links[i], pattern + i, size);
        }
    }
    links_close(links, count);
    free(pattern);
    printf("echo: links=%ld messages=%ld bytes=%zu mismatches=0\n", count, count * rounds,
           (size_t)count * (size_t)rounds * size);
}

static void broadcast(uint16_t tcp_port, long count) {
    static int links[LINKS_MAX];
    links_open(links, count, tcp_port);
    for (long i = 0; i < count; i++) { /* an echo: the service knows the link now */
        link_send(links[i], "known?\n", 7);
        link_expect(links[i], "known?\n", 7);
    }
    for (long i = 0; i < count; i++) {
        link_send(links[i], GREETING, sizeof GREETING - 1);
    }
    for (long i = 0; i < count; i++) {
        for (long from = 0; from < count; from++) {
            link_expect(links[i], HEARD, sizeof HEARD - 1);
        }
    }
    links_close(links, count);
    printf("broadcast: links=%ld messages=%ld\n", count, count * count);
}

/* Sends without reading; the witness tells that the service has all of it, for it says so last. */
static int queue_up(uint16_t tcp_port, const char *pattern, size_t size) {
    int witness = link_open(tcp_port, 0);
    link_send(witness, "known?\n", 7);
    link_expect(witness, "known?\n", 7);
    int s = link_open(tcp_port, 4096);
    link_send(s, pattern, size);
    link_send(s, "\n", 1);
    link_send(s, GREETING, sizeof GREETING - 1);
    link_expect(witness, HEARD, sizeof HEARD - 1);
    close(witness);
    printf("queued\n");
    fflush(stdout);
    if (getchar() == EOF) {
        fail("standard input");
    }
    return s;
}

static void drain(uint16_t tcp_port, size_t size) {
    char *pattern = pattern_new(size, 7), more;
    int s = queue_up(tcp_port, pattern, size);
    link_expect(s, pattern, size);
    link_expect(s, "\n", 1);
    link_expect(s, HEARD, sizeof HEARD - 1);
    errno = 0;
    if (link_receive(s, &more, 1) != 0) {
        fail("the end after the last byte");
    }
    close(s);
    free(pattern);
    printf("drain: bytes=%zu end=fin\n", size + sizeof HEARD);
}

static void stall(uint16_t tcp_port, size_t size) {
    static char block[BLOCK];
    char *pattern = pattern_new(size, 7);
    int s = queue_up(tcp_port, pattern, size);
    size_t bytes = 0;
    ssize_t n;
    while ((n = recv(s, block, sizeof block, 0)) > 0) {
        bytes += (size_t)n;
    }
    bool reset = n < 0 && errno == ECONNRESET;
    if (n < 0 && !reset) {
        fail("receive");
    }
    close(s);
    free(pattern);
    printf("stall: bytes=%zu end=%s\n", bytes, reset ? "reset" : "fin");
}

static void refused(uint16_t tcp_port) {
    struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons(tcp_port)};
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0 || connect(s, (struct sockaddr *)&peer, sizeof peer) == 0 || errno != ECONNREFUSED) {
        fail("a refusal");
    }
    close(s);
    printf("refused\n");
}

static void hold(void) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0 || bind(s, (struct sockaddr *)&address, size) != 0 || listen(s, 1) != 0 ||
        getsockname(s, (struct sockaddr *)&address, &size) != 0) {
        fail("listen");
    }
    printf("holds %u\n", (unsigned)ntohs(address.sin_port));
    fflush(stdout);
    if (getchar() == EOF) {
        fail("standard input");
    }
    close(s);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fail("usage: service_client TCP_PORT echo|broadcast|drain|stall|refused|hold NUMBER...");
    }
    const char *what = argv[2];
    if (strcmp(what, "hold") == 0) {
        hold();
        return 0;
    }
    uint16_t tcp_port = (uint16_t)number(argv[1], 65535);
    if (strcmp(what, "refused") == 0) {
        refused(tcp_port);
        return 0;
    }
    if (argc < 4) {
        fail("a number");
    }
    if (strcmp(what, "echo") == 0 && argc == 6) {
        echo(tcp_port, number(argv[3], LINKS_MAX), (size_t)number(argv[4], 1 << 20), number(argv[5], 1 << 20));
    } else if (strcmp(what, "broadcast") == 0) {
        broadcast(tcp_port, number(argv[3], LINKS_MAX));
    } else if (strcmp(what, "drain") == 0) {
        drain(tcp_port, (size_t)number(argv[3], 1 << 30));
    } else if (strcmp(what, "stall") == 0) {
        stall(tcp_port, (size_t)number(argv[3], 1 << 30));
    } else {
        fail(what);
    }
    return 0;
}
