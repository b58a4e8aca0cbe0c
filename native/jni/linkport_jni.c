/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole boundary between Java and C: marshalling only. Natives of org.linkport.internal.iocp.IocpNative, bound by
 * RegisterNatives, so that a wrong signature fails at load. None calls up into Java; step() takes and returns
 * primitives only. Failures are negative numbers; Java makes exceptions of them.
 */
#include "abi.h"

#include "linkport_run.h"

#include <jni.h>

#define JNI_NAME "org/linkport/internal/iocp/IocpNative"

static lp_port *port_of(jlong handle) {
    return (lp_port *)(intptr_t)handle;
}

static void *memory_at(jlong address) {
    return (void *)(intptr_t)address;
}

/* A failure as one number: negative, the status above the system's code. */
static jlong failure(lp_status status, uint32_t os_code) {
    return -((jlong)status << 32 | (jlong)os_code);
}

static jstring native_version(JNIEnv *env, jclass type) {
    (void)type;
    return (*env)->NewStringUTF(env, lp_version());
}

static jstring native_status_text(JNIEnv *env, jclass type, jint status) {
    (void)type;
    return (*env)->NewStringUTF(env, lp_status_text((uint32_t)status));
}

static jint native_abi(JNIEnv *env, jclass type, jint index) {
    (void)env;
    (void)type;
    return abi_value(index);
}

static jlong native_address_of(JNIEnv *env, jclass type, jobject buffer) {
    (void)type;
    return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, buffer);
}

static jlong native_create(JNIEnv *env, jclass type, jint workers, jint max_links, jint chunk_bytes, jint chunk_count,
                           jlong chunk_memory, jint flags) {
    (void)env;
    (void)type;
    lp_options options = {sizeof options,        (uint32_t)workers, (uint32_t)max_links,    (uint32_t)chunk_bytes,
                          (uint32_t)chunk_count, (uint32_t)flags,   memory_at(chunk_memory)};
    lp_port *port = NULL;
    uint32_t os_code = 0;
    lp_status status = lp_create(&options, &port, &os_code);
    return status == LP_OK ? (jlong)(intptr_t)port : failure(status, os_code);
}

static jint native_destroy(JNIEnv *env, jclass type, jlong port) {
    (void)env;
    (void)type;
    return (jint)lp_destroy(port_of(port));
}

static jint native_step(JNIEnv *env, jclass type, jlong port, jint worker, jlong commands, jint command_count,
                        jlong events, jint event_max, jint timeout_millis) {
    (void)env;
    (void)type;
    return lp_step(port_of(port), (uint32_t)worker, memory_at(commands), (uint32_t)command_count, memory_at(events),
                   (uint32_t)event_max, (uint32_t)timeout_millis);
}

static jint native_wake(JNIEnv *env, jclass type, jlong port, jint worker) {
    (void)env;
    (void)type;
    return (jint)lp_wake(port_of(port), (uint32_t)worker);
}

static jlong native_listen(JNIEnv *env, jclass type, jlong port, jint worker, jlong address, jint accept_depth,
                           jint backlog, jint flags, jint max_links, jlong cookie, jlong socket_options,
                           jlong bound_out) {
    (void)env;
    (void)type;
    lp_listen_options options = {.size = sizeof options,
                                 .accept_depth = (uint32_t)accept_depth,
                                 .backlog = (uint32_t)backlog,
                                 .flags = (uint32_t)flags,
                                 .cookie = (uint64_t)cookie,
                                 .socket = *(const lp_socket_options *)memory_at(socket_options),
                                 .max_links = (uint32_t)max_links};
    lp_listener listener = 0;
    uint32_t os_code = 0;
    lp_status status = lp_listen(port_of(port), (uint32_t)worker, memory_at(address), &options, &listener,
                                 memory_at(bound_out), &os_code);
    return status == LP_OK ? (jlong)listener : failure(status, os_code);
}

static jint native_close_listener(JNIEnv *env, jclass type, jlong port, jlong listener) {
    (void)env;
    (void)type;
    return (jint)lp_listener_close(port_of(port), (lp_listener)listener);
}

static jint native_stats(JNIEnv *env, jclass type, jlong port, jint worker, jlong stats_out) {
    (void)env;
    (void)type;
    return (jint)lp_stats_read(port_of(port), (uint32_t)worker, memory_at(stats_out), sizeof(lp_stats));
}

static jlong native_bind_thread(JNIEnv *env, jclass type, jint group, jlong mask) {
    (void)env;
    (void)type;
    lp_affinity affinity = {.mask = (uint64_t)mask, .group = (uint32_t)group};
    uint32_t os_code = 0;
    lp_status status = lp_affinity_set(&affinity, &os_code);
    return status == LP_OK ? 0 : failure(status, os_code);
}

static jlong native_thread_mask(JNIEnv *env, jclass type, jint group) {
    (void)env;
    (void)type;
    lp_affinity affinity = {0};
    lp_status status = lp_affinity_read(&affinity, NULL);
    return status == LP_OK && affinity.group == (uint32_t)group ? (jlong)affinity.mask : 0;
}

/* A handle or a size is never negative. */
static jlong native_file_open(JNIEnv *env, jclass type, jlong path) {
    (void)env;
    (void)type;
    uint64_t file = 0;
    uint32_t os_code = 0;
    lp_status status = lp_file_open(memory_at(path), &file, &os_code);
    return status == LP_OK ? (jlong)file : failure(status, os_code);
}

static jlong native_file_size(JNIEnv *env, jclass type, jlong file) {
    (void)env;
    (void)type;
    uint64_t size = 0;
    uint32_t os_code = 0;
    lp_status status = lp_file_size((uint64_t)file, &size, &os_code);
    return status == LP_OK ? (jlong)size : failure(status, os_code);
}

static jlong native_file_close(JNIEnv *env, jclass type, jlong file) {
    (void)env;
    (void)type;
    uint32_t os_code = 0;
    lp_status status = lp_file_close((uint64_t)file, &os_code);
    return status == LP_OK ? 0 : failure(status, os_code);
}

#define NATIVE(name, signature, function)                                                                              \
    { (char *)(intptr_t)(name), (char *)(intptr_t)(signature), (void *)(intptr_t)(function) }

static const JNINativeMethod NATIVES[] = {
    NATIVE("version", "()Ljava/lang/String;", native_version),
    NATIVE("statusText", "(I)Ljava/lang/String;", native_status_text),
    NATIVE("abi", "(I)I", native_abi),
    NATIVE("addressOf", "(Ljava/nio/ByteBuffer;)J", native_address_of),
    NATIVE("create", "(IIIIJI)J", native_create),
    NATIVE("destroy", "(J)I", native_destroy),
    NATIVE("step", "(JIJIJII)I", native_step),
    NATIVE("wake", "(JI)I", native_wake),
    NATIVE("listen", "(JIJIIIIJJJ)J", native_listen),
    NATIVE("closeListener", "(JJ)I", native_close_listener),
    NATIVE("stats", "(JIJ)I", native_stats),
    NATIVE("bindThread", "(IJ)J", native_bind_thread),
    NATIVE("threadMask", "(I)J", native_thread_mask),
    NATIVE("fileOpen", "(J)J", native_file_open),
    NATIVE("fileSize", "(J)J", native_file_size),
    NATIVE("fileClose", "(J)J", native_file_close),
};

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved);

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved) {
    (void)reserved;
    JNIEnv *env = NULL;
    if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_10) != JNI_OK) {
        return JNI_ERR;
    }
    jclass type = (*env)->FindClass(env, JNI_NAME);
    if (type == NULL) {
        return JNI_ERR; /* with the exception pending that names the class */
    }
    jint result = (*env)->RegisterNatives(env, type, NATIVES, (jint)(sizeof NATIVES / sizeof NATIVES[0]));
    (*env)->DeleteLocalRef(env, type);
    return result == JNI_OK ? JNI_VERSION_10 : JNI_ERR;
}
