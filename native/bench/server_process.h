/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every server of the rig is as a process, whatever its language: NAME --tcp-port N --mode echo|sink. It listens
 * on 127.0.0.1, says "ready tcp_port=N", answers each line "stats" with what a JVM would say, zeros here, and ends with
 * its standard input. Messages of the mode "framed" are a matter of the peers: raw C answers them as the bytes they
 * are.
 */
#ifndef BENCH_SERVER_PROCESS_H
#define BENCH_SERVER_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct server_request {
    uint16_t tcp_port;
    bool sink;
    bool corrupt;    /* flips a bit of what it sends, now and then: what a byte check must find */
    bool file_calls; /* read and write, as a JDK calls them, for recv and send */
} server_request;

/* Fails on what is none of these options. */
server_request server_request_new(int argc, char **argv);

/* A listening socket that does not block, made ready to be told. */
int server_listen(const server_request *request);

/* Says where the socket accepts. */
void server_ready(int listener);

/* Reads standard input once, which must be readable; false at its end. */
bool server_answer(void);

/* What every accepted socket gets. */
void server_socket(int fd);

#endif
