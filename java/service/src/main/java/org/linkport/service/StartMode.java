/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service;

/** When Windows starts the service. */
public enum StartMode {
    /** With the system. */
    AUTO,
    /** With the system, after the services that start at once; about two minutes later, without their rush. */
    DELAYED,
    /** When asked to. */
    MANUAL,
    /** Never. */
    DISABLED
}
