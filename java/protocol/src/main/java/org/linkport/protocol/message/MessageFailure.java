/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

/** Codes with which a request is refused. From {@link #FIRST_OF_PROGRAM} to 32,767 they are the program's. */
public final class MessageFailure {
    /** Nobody answers this type there. */
    public static final int NO_SUCH_TYPE = 1;

    /** Whoever asked has cancelled. */
    public static final int CANCELLED = 2;

    /** Too many requests at once. */
    public static final int BUSY = 3;

    /** The program there failed; its log tells. */
    public static final int FAILED = 4;

    /** The request cannot be read. */
    public static final int MALFORMED = 5;

    /** Whoever asked may not. */
    public static final int NOT_PERMITTED = 6;

    /** The time of the request was over before it was answered. */
    public static final int OUT_OF_TIME = 7;

    /** A login with a name that nobody has, or with another secret. */
    public static final int LOGIN_FAILED = 8;

    /** Too many logins have failed; later it may be different. */
    public static final int LOGIN_LATER = 9;

    /** A request that must not come now. */
    public static final int OUT_OF_ORDER = 10;

    /** The first code whose meaning a program decides; the last is 32,767. Others are of the library. */
    public static final int FIRST_OF_PROGRAM = 256;

    private MessageFailure() {}
}
