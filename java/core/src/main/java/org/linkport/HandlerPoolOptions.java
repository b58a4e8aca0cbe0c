/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link HandlerPool}.
 *
 * @param name beginning of its threads' names
 * @param minThreads threads it always has; 1 to 10,000
 * @param maxThreads threads it may have; {@code minThreads} to 10,000
 * @param growAbovePercent share of the time its threads are busy above which it grows; 1 to 99
 * @param shrinkBelowPercent share of the time its threads are busy below which it shrinks; 0 to
 *     {@code growAbovePercent}, that excluded
 * @param sampleMillis how often it looks, in milliseconds; 1 to 3,600,000
 * @param queueLimit tasks that may wait, beyond which they are rejected; 1 to 2^30. A link is at most one of them
 * @param attachments what each thread has for itself, or null for nothing
 */
public record HandlerPoolOptions(
        String name,
        int minThreads,
        int maxThreads,
        int growAbovePercent,
        int shrinkBelowPercent,
        int sampleMillis,
        int queueLimit,
        @Nullable Attachments attachments) {
    private static final int THREADS_MAX = 10_000;

    /** 2 to 64 threads, more above 80 %, fewer below 30 %, looking every 100 ms; a million tasks may wait. */
    public static final HandlerPoolOptions DEFAULT =
            new HandlerPoolOptions("handler", 2, 64, 80, 30, 100, 1_000_000, null);

    /** Checks every range. */
    public HandlerPoolOptions {
        Objects.requireNonNull(name, "name");
        OptionCheck.range("minThreads", minThreads, 1, THREADS_MAX);
        OptionCheck.range("maxThreads", maxThreads, minThreads, THREADS_MAX);
        OptionCheck.range("growAbovePercent", growAbovePercent, 1, 99);
        OptionCheck.range("shrinkBelowPercent", shrinkBelowPercent, 0, growAbovePercent - 1);
        OptionCheck.range("sampleMillis", sampleMillis, 1, 3_600_000);
        OptionCheck.range("queueLimit", queueLimit, 1, 1 << 30);
    }

    /** The same with another {@code name}. */
    public HandlerPoolOptions withName(String value) {
        return new HandlerPoolOptions(
                value,
                minThreads,
                maxThreads,
                growAbovePercent,
                shrinkBelowPercent,
                sampleMillis,
                queueLimit,
                attachments);
    }

    /** The same with other bounds. */
    public HandlerPoolOptions withThreads(int min, int max) {
        return new HandlerPoolOptions(
                name, min, max, growAbovePercent, shrinkBelowPercent, sampleMillis, queueLimit, attachments);
    }

    /** The same with other shares, looked at that often. */
    public HandlerPoolOptions withUtilisation(int growAbove, int shrinkBelow, int everyMillis) {
        return new HandlerPoolOptions(
                name, minThreads, maxThreads, growAbove, shrinkBelow, everyMillis, queueLimit, attachments);
    }

    /** The same with another {@code queueLimit}. */
    public HandlerPoolOptions withQueueLimit(int value) {
        return new HandlerPoolOptions(
                name, minThreads, maxThreads, growAbovePercent, shrinkBelowPercent, sampleMillis, value, attachments);
    }

    /** The same with other {@code attachments}. */
    public HandlerPoolOptions withAttachments(@Nullable Attachments value) {
        return new HandlerPoolOptions(
                name, minThreads, maxThreads, growAbovePercent, shrinkBelowPercent, sampleMillis, queueLimit, value);
    }

    /** What each thread of a pool has for itself. Called on that thread. */
    public interface Attachments {
        /** Makes the object of a new thread. If it throws, there is no such thread. */
        Object make() throws Exception;

        /** The thread ends. What this throws is logged and counted. */
        void close(Object attachment) throws Exception;

        /** Of two methods. */
        static <T> Attachments of(Maker<T> maker, Closer<? super T> closer) {
            return new AttachmentMethods<>(maker, closer);
        }

        /** See {@link #make}. */
        @FunctionalInterface
        interface Maker<T> {
            /** Makes one. */
            T make() throws Exception;
        }

        /** See {@link #close(Object)}. */
        @FunctionalInterface
        interface Closer<T> {
            /** Closes one. */
            void close(T attachment) throws Exception;
        }
    }

    private record AttachmentMethods<T>(Attachments.Maker<T> maker, Attachments.Closer<? super T> closer)
            implements Attachments {
        @Override
        public Object make() throws Exception {
            return Objects.requireNonNull(maker.make(), "the attachment");
        }

        @Override
        @SuppressWarnings("unchecked") // what make() gave
        public void close(Object attachment) throws Exception {
            closer.close((T) attachment);
        }
    }
}
