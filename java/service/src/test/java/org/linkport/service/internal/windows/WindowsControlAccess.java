/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.windows;

import com.sun.jna.platform.win32.Winsvc;
import org.linkport.service.internal.command.ServiceControl;

/** Controls with other rights than an operator has. */
public final class WindowsControlAccess {
    private WindowsControlAccess() {}

    /** What everybody may: look. */
    public static ServiceControl everybody() {
        return new WindowsControl(Winsvc.SC_MANAGER_CONNECT);
    }
}
