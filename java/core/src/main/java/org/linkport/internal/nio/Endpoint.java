/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

/** What a selection key stands for. */
interface Endpoint {
    /** Its channel is ready. Worker only. */
    void ready(int readyOps);

    /** The worker stops: end, at once or gracefully within that time. Worker only. */
    void stop(int drainMillis);
}
