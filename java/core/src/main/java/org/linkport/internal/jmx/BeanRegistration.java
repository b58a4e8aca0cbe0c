/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.jmx;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.linkport.Linkport;

/** The MXBean of one Linkport in the platform's server, from its start to its end. */
public final class BeanRegistration {
    private static final int NAMES_MAX = 1_000;

    private BeanRegistration() {}

    /**
     * Registers a Linkport under its name, or under the first of {@code NAME-2}, {@code NAME-3}, ... that is free, and
     * answers what gives the name back.
     *
     * @throws IllegalStateException if the server refuses
     * @throws NoClassDefFoundError if this JVM runs without the module java.management
     */
    public static Runnable begin(Linkport port) {
        try {
            ObjectName name = register(ManagementFactory.getPlatformMBeanServer(), port);
            return () -> end(name);
        } catch (JMException e) {
            throw new IllegalStateException("the MXBean of " + port + " cannot be registered", e);
        }
    }

    private static ObjectName register(MBeanServer server, Linkport port) throws JMException {
        LinkportBean bean = new LinkportBean(port);
        String wanted = port.options().name();
        for (int i = 1; i < NAMES_MAX; i++) {
            ObjectName name = nameOf(i == 1 ? wanted : wanted + "-" + i);
            try {
                server.registerMBean(bean, name);
                return name;
            } catch (InstanceAlreadyExistsException taken) {
                // Two Linkports of one name: the next number may be free.
            }
        }
        throw new InstanceAlreadyExistsException(NAMES_MAX + " Linkports are named " + wanted);
    }

    private static ObjectName nameOf(String name) throws JMException {
        return new ObjectName("org.linkport:type=Linkport,name=" + ObjectName.quote(name));
    }

    private static void end(ObjectName name) {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (InstanceNotFoundException gone) {
            // The program removed it.
        } catch (JMException e) {
            throw new IllegalStateException("the MXBean " + name + " cannot be removed", e);
        }
    }
}
