/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.life;

/** Takes the reports of a service to its host. Calls are serial; none follows {@code STOPPED}. */
public interface StatusSink {
    /** Reports; must not block for long and not throw. */
    void report(ServiceStatus status);
}
