/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service;

/** What runs the program. */
public enum ServiceHost {
    /** A person, or a script, in a console: Ctrl-C or SIGTERM stops it. */
    CONSOLE,
    /** systemd, in a unit with {@code Type=notify}. */
    SYSTEMD,
    /** The service control manager of Windows. */
    WINDOWS
}
