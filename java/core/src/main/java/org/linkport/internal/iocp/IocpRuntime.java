/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import org.linkport.EngineUnavailableException;
import org.linkport.LinkportOptions;
import org.linkport.internal.engine.EngineRuntime;

/** The IOCP engine of one Linkport. */
public final class IocpRuntime {
    private IocpRuntime() {}

    /** Fails with the cause where the native library cannot run. */
    @SuppressWarnings("DoNotCallSuggester") // until the engine is here
    public static EngineRuntime open(LinkportOptions options) {
        throw new EngineUnavailableException("IOCP needs Windows; this is " + System.getProperty("os.name"), null);
    }
}
