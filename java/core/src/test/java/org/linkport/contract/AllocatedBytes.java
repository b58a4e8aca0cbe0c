/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * What threads have allocated on the heap, by the JVM's own count. Reached by reflection: tests are compiled as part of
 * the module under test, which does not read jdk.management and should not.
 */
public final class AllocatedBytes {
    private static final MethodHandle OF_THREAD = ofThread();

    private AllocatedBytes() {}

    private static MethodHandle ofThread() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
            Class<?> counting = Class.forName("com.sun.management.ThreadMXBean");
            Object threads = factory.getMethod("getThreadMXBean").invoke(null);
            return lookup.findVirtual(
                            counting, "getThreadAllocatedBytes", MethodType.methodType(long.class, long.class))
                    .bindTo(threads);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this JVM does not count what threads allocate", e);
        }
    }

    public static long of(Thread thread) {
        try {
            long bytes = (long) OF_THREAD.invokeExact(thread.getId());
            if (bytes < 0) {
                throw new AssertionError("no count for " + thread);
            }
            return bytes;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
