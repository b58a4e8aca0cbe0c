/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.command;

/** The service control manager refused; the code says why. */
public final class ServiceControlException extends Exception {
    private static final long serialVersionUID = 1L;

    /** ERROR_ACCESS_DENIED. */
    public static final int ACCESS_DENIED = 5;

    /** ERROR_SERVICE_ALREADY_RUNNING. */
    public static final int ALREADY_RUNNING = 1056;

    /** ERROR_SERVICE_DOES_NOT_EXIST. */
    public static final int NOT_INSTALLED = 1060;

    /** ERROR_SERVICE_CANNOT_ACCEPT_CTRL: it starts or stops just now. */
    public static final int CANNOT_ACCEPT = 1061;

    /** ERROR_SERVICE_NOT_ACTIVE. */
    public static final int NOT_ACTIVE = 1062;

    /** ERROR_SERVICE_SPECIFIC_ERROR. */
    public static final int SPECIFIC_ERROR = 1066;

    /** ERROR_SERVICE_MARKED_FOR_DELETE. */
    public static final int MARKED_FOR_DELETE = 1072;

    /** ERROR_SERVICE_EXISTS. */
    public static final int EXISTS = 1073;

    private final int osCode;

    /** Names the call, the code and what Windows says of it. */
    public ServiceControlException(String call, int osCode, String text) {
        super(call + " failed with " + osCode + ": " + text);
        this.osCode = osCode;
    }

    /** What GetLastError said. */
    public int osCode() {
        return osCode;
    }
}
