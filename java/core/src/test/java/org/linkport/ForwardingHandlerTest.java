/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attacks handlers around others: each callback there is, or will be, must reach the one inside, with what it tells. */
class ForwardingHandlerTest {
    private final List<String> told = new ArrayList<>();
    private final Link link = proxy(Link.class, (proxy, method, arguments) -> null);
    private final LinkHandler inner = proxy(LinkHandler.class, (proxy, method, arguments) -> {
        told.add(method.getName() + Arrays.toString(arguments));
        return null;
    });

    @Test
    void shouldPassEveryCallbackOn() throws ReflectiveOperationException {
        LinkHandler handler = new ForwardingHandler(inner) {};
        List<String> all = new ArrayList<>();
        for (Method method : LinkHandler.class.getMethods()) {
            Object[] arguments = argumentsFor(method);
            all.add(method.getName() + Arrays.toString(arguments));
            method.invoke(handler, arguments);
        }
        assertEquals(all, told);
    }

    private Object[] argumentsFor(Method method) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = method.getParameterTypes()[i];
            arguments[i] = type == Link.class
                    ? link
                    : type == ByteBuffer.class
                            ? ByteBuffer.allocate(i + 3)
                            : type.isEnum()
                                    ? type.getEnumConstants()[i]
                                    : type == int.class ? (Object) 17 : (Object) 18L;
        }
        return arguments;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }
}
