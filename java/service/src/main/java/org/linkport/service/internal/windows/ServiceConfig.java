/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.windows;

import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.platform.win32.Winsvc;

/** Parts of a service's configuration that jna-platform does not declare. JNA reads the fields, so all is public. */
public final class ServiceConfig {
    private ServiceConfig() {}

    /** SERVICE_DELAYED_AUTO_START_INFO. */
    @FieldOrder("fDelayedAutostart")
    public static final class DelayedAutoStart extends Winsvc.ChangeServiceConfig2Info {
        /** A BOOL. */
        public int fDelayedAutostart;
    }

    /** SERVICE_PRESHUTDOWN_INFO. */
    @FieldOrder("dwPreshutdownTimeout")
    public static final class Preshutdown extends Winsvc.ChangeServiceConfig2Info {
        /** How long Windows waits before it tells the other services, in milliseconds. */
        public int dwPreshutdownTimeout;
    }
}
