/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.nio.ByteBuffer;

/**
 * The whole boundary to {@code linkport_jni.c}; contracts are in {@code linkport.h}. Nothing here may be called before
 * {@link NativeLibrary#load} returned. Negative results are failures: a status, or a status above a system code.
 */
final class IocpNative {
    private IocpNative() {}

    static native String version();

    static native String statusText(int status);

    static native int abi(int index);

    static native long addressOf(ByteBuffer direct);

    static native long create(int workers, int maxLinks, int chunkBytes, int chunkCount, long chunkMemory, int flags);

    static native int destroy(long port);

    static native int step(
            long port, int worker, long commands, int commandCount, long events, int eventMax, int timeoutMillis);

    static native int wake(long port, int worker);

    static native long listen(
            long port,
            int worker,
            long address,
            int acceptDepth,
            int backlog,
            int flags,
            int maxLinks,
            long cookie,
            long socketOptions,
            long boundOut);

    static native int closeListener(long port, long listener);

    static native int stats(long port, int worker, long statsOut);

    /** Has the calling thread run on these processors of a group only. */
    static native long bindThread(int group, long mask);

    /** On which processors of that group the calling thread may run; 0 if on none, or if the system does not tell. */
    static native long threadMask(int group);

    static native long fileOpen(long path);

    static native long fileSize(long file);

    static native long fileClose(long file);
}
