/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal;

import org.linkport.Engine;
import org.linkport.EngineUnavailableException;
import org.linkport.Linkport;
import org.linkport.LinkportOptions;
import org.linkport.internal.engine.EngineLinkport;
import org.linkport.internal.engine.EngineRuntime;
import org.linkport.internal.iocp.IocpRuntime;
import org.linkport.internal.jmx.BeanRegistration;
import org.linkport.internal.nio.NioRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a Linkport on the engine asked for, or on the best there is. */
public final class EngineChoice {
    private static final Logger LOG = LoggerFactory.getLogger(Linkport.class);

    private EngineChoice() {}

    /** See {@link org.linkport.LinkportBuilder#open}. */
    public static Linkport open(LinkportOptions options, boolean jmx) {
        EngineLinkport port = EngineLinkport.start(options, runtime(options), new LoggedFailures(LOG));
        if (jmx) {
            register(port);
        }
        LOG.info("{} started", port);
        return port;
    }

    private static void register(EngineLinkport port) {
        try {
            port.atEnd(BeanRegistration.begin(port));
        } catch (NoClassDefFoundError e) { // already when the class is loaded that does it
            port.close();
            throw new IllegalStateException(
                    "jmx(true) needs the module java.management, which this JVM runs without: add it to the runtime"
                            + " image, start with --add-modules java.management, or leave jmx off",
                    e);
        } catch (RuntimeException failure) {
            port.close();
            throw failure;
        }
    }

    private static EngineRuntime runtime(LinkportOptions options) {
        return switch (options.engine()) {
            case NIO -> NioRuntime.open(options);
            case IOCP -> IocpRuntime.open(options);
            case AUTO -> best(options);
        };
    }

    private static EngineRuntime best(LinkportOptions options) {
        try {
            return IocpRuntime.open(options);
        } catch (EngineUnavailableException e) {
            LOG.info("going on with engine {}: {}", Engine.NIO, e.getMessage());
            return NioRuntime.open(options);
        }
    }
}
