/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.command;

/** What a command ends with. The numbers are documented and never change. */
enum ExitCode {
    DONE(0),
    FAILED(1),
    USAGE(2),
    NOT_RUNNING(3),
    NOT_INSTALLED(4),
    ACCESS_DENIED(5),
    ALREADY_INSTALLED(6),
    ALREADY_RUNNING(7),
    TIMED_OUT(8),
    START_FAILED(9),
    NOT_WINDOWS(10);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(ServiceControlException refused) {
        return switch (refused.osCode()) {
            case ServiceControlException.ACCESS_DENIED -> ACCESS_DENIED;
            case ServiceControlException.ALREADY_RUNNING -> ALREADY_RUNNING;
            case ServiceControlException.NOT_INSTALLED -> NOT_INSTALLED;
            case ServiceControlException.NOT_ACTIVE -> NOT_RUNNING;
            case ServiceControlException.EXISTS -> ALREADY_INSTALLED;
            default -> FAILED;
        };
    }
}
