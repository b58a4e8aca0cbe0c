/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/** What drives the links of a {@link Linkport}. */
public enum Engine {
    /** {@link #IOCP} where it is available, else {@link #NIO} with one log line that names the cause. */
    AUTO,
    /** Windows I/O completion ports through the native library. */
    IOCP,
    /** {@code java.nio} selectors, on any platform. */
    NIO
}
