/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

/** The first byte of a payload, and what stands behind it: see docs/protocol.md. */
final class MessageKind {
    static final byte REQUEST = 0x10;
    static final byte RESPONSE = 0x11;
    static final byte FAILURE = 0x12;
    static final byte CANCEL = 0x13;
    static final byte MESSAGE = 0x14;

    private MessageKind() {}
}
