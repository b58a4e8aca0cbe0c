/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

/** How a peer broke the rules of what is spoken with it. */
public enum FrameFault {
    /** A frame is, or says it is, longer than allowed. */
    TOO_LONG,
    /** A length is negative. */
    NEGATIVE_LENGTH,
    /** A payload is empty where none may be. */
    ZERO_LENGTH,
    /** A fixed field is not what it must be. */
    WRONG_FLAG,
    /** Parts of a message contradict each other. */
    INCONSISTENT,
    /** More split messages at once, or more of their bytes, than allowed. */
    TOO_MANY_PARTIAL,
    /** The peer ended in the middle of a frame. */
    TRUNCATED,
    /** The first byte of a payload names nothing. */
    UNKNOWN_KIND,
    /** A sequence number, or a kind, that must not come now. */
    OUT_OF_ORDER,
    /** A value inside a payload cannot be read. */
    MALFORMED,
    /** Something that the peer may not say. */
    NOT_PERMITTED
}
