/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service;

/** Why a service stops. */
public enum StopCause {
    /** An operator or another program asked for it. */
    STOP,
    /** Windows is about to shut down and waits for this service before it tells the others. */
    PRESHUTDOWN,
    /** Windows shuts down; seconds are left. */
    SHUTDOWN,
    /** Ctrl-C, SIGTERM or the end of the JVM. */
    SIGNAL,
    /** The program called {@link ServiceContext#stop}. */
    PROGRAM,
    /** The program called {@link ServiceContext#fail}. */
    FAILURE
}
