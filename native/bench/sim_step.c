/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A simulated Windows under a JVM on Linux, for StepBenchmark of java/micro: the library of ci/micro holds the core,
 * the JNI layer as it is, and these natives, which play the peers. Not part of linkport.dll, and so outside native/jni.
 */
#include "sim_socket.h"

#include <jni.h>

enum { PEERS_MAX = 64, EVENTS_MAX = 256, MESSAGE_BYTES = 64, TCP_PORT = 7000 };

static sim_end *peers[PEERS_MAX];
static char message[MESSAGE_BYTES];

#define NATIVE(type, name) JNIEXPORT type JNICALL Java_org_linkport_internal_iocp_SimulatedWindows_##name

NATIVE(void, begin)(JNIEnv *env, jclass type);
NATIVE(void, connect)(JNIEnv *env, jclass type, jint peer);
NATIVE(void, write)(JNIEnv *env, jclass type, jint batch);
NATIVE(jint, read)(JNIEnv *env, jclass type, jint batch);
NATIVE(jint, step)(JNIEnv *env, jclass type, jlong port, jlong commands, jint count, jlong events);

NATIVE(void, begin)(JNIEnv *env, jclass type) {
    static const sim_knobs KNOBS = {.immediate = 1000, .batch_max = PEERS_MAX, .pipe_bytes = 16384, .may_skip = true};
    (void)env;
    (void)type;
    sim_world_begin(1, &KNOBS);
}

NATIVE(void, connect)(JNIEnv *env, jclass type, jint peer) {
    lp_address server = sim_address_v4(127, TCP_PORT), client = sim_address_v4(127, sim_address_ephemeral());
    (void)env;
    (void)type;
    peers[peer] = &sim_socket_arrive(sim_socket_listening(&server), &client, &server)->ends[0];
}

NATIVE(void, write)(JNIEnv *env, jclass type, jint batch) {
    (void)env;
    (void)type;
    for (jint i = 0; i < batch; i++) {
        (void)sim_end_write(peers[i], message, MESSAGE_BYTES);
    }
}

NATIVE(jint, read)(JNIEnv *env, jclass type, jint batch) {
    static char bytes[EVENTS_MAX * MESSAGE_BYTES];
    uint32_t all = 0;
    (void)env;
    (void)type;
    for (jint i = 0; i < batch; i++) {
        all += sim_end_read(peers[i], bytes, sizeof bytes);
    }
    return (jint)all;
}

/* What StepBenchmark does in Java with the events of a step, in C: the commands of the next. */
NATIVE(jint, step)(JNIEnv *env, jclass type, jlong port, jlong commands, jint count, jlong events) {
    lp_command *command = (lp_command *)(intptr_t)commands;
    const lp_event *event = (const lp_event *)(intptr_t)events;
    int32_t told =
        lp_step((lp_port *)(intptr_t)port, 0, command, (uint32_t)count, (lp_event *)(intptr_t)events, EVENTS_MAX, 0);
    (void)env;
    (void)type;
    count = 0;
    for (int32_t i = 0; i < told; i++) {
        if (event[i].kind == LP_EVENT_RECEIVED) {
            command[count].kind = LP_COMMAND_SEND;
            command[count].size = MESSAGE_BYTES;
            command[count].target = event[i].link;
            command[count++].data = (uint64_t)(uintptr_t)message;
        }
    }
    return count;
}
