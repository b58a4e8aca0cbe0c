/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

/** Types of the requests with which a client logs in: see docs/protocol.md. */
public final class LoginType {
    /** Nothing to say; answered with permissions. */
    public static final int ANONYMOUS = 0x8002;

    private LoginType() {}
}
