/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

/** The payloads of the link itself, and where those of others are: see docs/protocol.md. */
final class LinkKind {
    static final int HELLO = 0x01;
    static final int PING = 0x02;
    static final int PONG = 0x03;
    static final int GOODBYE = 0x04;

    static final int FIRST_MESSAGE = 0x10;
    static final int LAST_MESSAGE = 0x1F;

    static final int FIRST_OF_PROTOCOLS = 0x40;
    static final int LAST_OF_PROTOCOLS = 0x7F;

    static final int FIRST_LOGIN_TYPE = 0x8000;
    static final int LAST_LOGIN_TYPE = 0x80FF;

    private LinkKind() {}
}
