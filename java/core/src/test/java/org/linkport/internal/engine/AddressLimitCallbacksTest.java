/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linkport.Link;
import org.linkport.LinkHandler;

/** Attacks the handler that counts for an address: each callback there is, or will be, must reach the one inside. */
class AddressLimitCallbacksTest {
    private final List<String> told = new ArrayList<>();
    private final Link link = (Link) Proxy.newProxyInstance(
            Link.class.getClassLoader(),
            new Class<?>[] {Link.class},
            (proxy, method, arguments) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    private final LinkHandler inner = (LinkHandler) Proxy.newProxyInstance(
            LinkHandler.class.getClassLoader(), new Class<?>[] {LinkHandler.class}, (proxy, method, arguments) -> {
                told.add(method.getName());
                return null;
            });

    @Test
    void shouldPassEveryCallbackOn() throws ReflectiveOperationException {
        LinkHandler handler = AddressLimit.of(1, l -> inner).handlerFor(link);
        List<String> all = new ArrayList<>();
        for (Method method : LinkHandler.class.getMethods()) {
            all.add(method.getName());
            Object[] arguments = new Object[method.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                Class<?> type = method.getParameterTypes()[i];
                arguments[i] =
                        type == Link.class ? link : type == int.class ? (Object) 0 : type == long.class ? 0L : null;
            }
            method.invoke(handler, arguments);
        }
        assertEquals(all, told);
    }
}
