/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.LinkportMXBean;

/**
 * JMX shows a Linkport that asks for it, from its start to its end. Attacks names that are taken or need quotes, a bean
 * that somebody else removed, and every attribute.
 */
class JmxTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @RegisterExtension
    final Ports ports = new Ports();

    private static ObjectName nameOf(String name) throws Exception {
        return new ObjectName("org.linkport:type=Linkport,name=" + ObjectName.quote(name));
    }

    private static Set<ObjectName> names() throws Exception {
        return SERVER.queryNames(new ObjectName("org.linkport:type=Linkport,*"), null);
    }

    @Test
    void shouldShowWhatStatisticsSay() throws Exception {
        Linkport port = ports.open(ports.builder().jmx(true));
        Recorder echo = new Recorder.Echo(ports);
        ports.peerOf(port, LinkOptions.DEFAULT, echo).send("hello").read(5);
        Await.until("counted", () -> port.stats().bytesSent() == 5);
        ObjectName name = nameOf(port.options().name());
        LinkportMXBean bean = JMX.newMXBeanProxy(SERVER, name, LinkportMXBean.class);
        assertEquals(port.options().name(), bean.getName());
        assertEquals(Ports.ENGINE.name(), bean.getEngine());
        assertEquals(2, bean.getWorkers());
        assertEquals(1, bean.getLinksOpen());
        assertEquals(1, bean.getLinksAccepted());
        assertEquals(5, bean.getBytesReceived());
        assertEquals(5, bean.getBytesSent());
        assertEquals(1, bean.getMessagesSent());
        assertEquals(1.0, bean.getMessagesPerSystemSend());
        String worker = echo.link().worker().name();
        assertEquals(1L, bean.getLinksByWorker().get(worker));
        assertEquals(2, bean.getBusyShareByWorker().size());
        echo.link().abort();
        echo.reason();
        assertEquals(Map.of("LOCAL_ABORT", 1L), bean.getClosesByReason());
        assertEquals(0, bean.getLinksOpen());
        for (MBeanAttributeInfo attribute : SERVER.getMBeanInfo(name).getAttributes()) {
            assertTrue(attribute.isReadable() && !attribute.isWritable(), attribute.getName());
            assertFalse(SERVER.getAttribute(name, attribute.getName()) == null, attribute.getName());
        }
    }

    @Test
    void shouldShowOnlyThoseThatAskForItAndOnlyWhileTheyLive() throws Exception {
        Set<ObjectName> before = names();
        Linkport quiet = ports.open();
        assertEquals(before, names());
        Linkport port = ports.open(ports.builder().jmx(true));
        ObjectName name = nameOf(port.options().name());
        assertTrue(SERVER.isRegistered(name));
        Await.value(port.shutdown());
        assertFalse(SERVER.isRegistered(name), "the end was told while the bean was still there");
        assertEquals(before, names());
        assertFalse(quiet.options().name().isEmpty());
    }

    @Test
    void shouldNumberThoseOfOneName() throws Exception {
        String shared = "one \"name\", for=all*?";
        Linkport[] all = new Linkport[3];
        for (int i = 0; i < all.length; i++) {
            all[i] = ports.open(ports.builder().name(shared).jmx(true));
        }
        assertTrue(SERVER.isRegistered(nameOf(shared)));
        assertTrue(SERVER.isRegistered(nameOf(shared + "-2")));
        assertTrue(SERVER.isRegistered(nameOf(shared + "-3")));
        all[1].close();
        assertFalse(SERVER.isRegistered(nameOf(shared + "-2")));
        assertTrue(SERVER.isRegistered(nameOf(shared + "-3")), "the others stay");
        Linkport again = ports.open(ports.builder().name(shared).jmx(true));
        assertTrue(SERVER.isRegistered(nameOf(shared + "-2")), "a name that was given back is free");
        Arrays.stream(all).forEach(Linkport::close);
        again.close();
        assertEquals(Set.of(), SERVER.queryNames(new ObjectName("org.linkport:name=*one*,*"), null));
    }

    @Test
    void shouldEndAlsoIfSomebodyElseRemovedTheBean() throws Exception {
        Linkport port = ports.open(ports.builder().jmx(true));
        SERVER.unregisterMBean(nameOf(port.options().name()));
        Await.value(port.shutdown());
    }
}
