/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

/** A server, or the load on it, failed: this cell has no figures of it. */
final class ServerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerFailure(String message) {
        super(message);
    }

    ServerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
