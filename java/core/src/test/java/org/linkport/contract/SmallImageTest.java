/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.Listener;

/**
 * A runtime image needs neither the flight recorder nor JMX. Attacks a JVM that has {@code java.base} only: links work
 * there, and who asks for JMX is told what is missing.
 */
class SmallImageTest {
    /** What the other JVM runs. */
    static final class Small {
        private Small() {}

        public static void main(String[] args) {
            Engine engine = Engine.valueOf(args[0]);
            System.out.println("modules=" + ModuleLayer.boot().modules().size());
            try (Linkport port = Linkport.builder().engine(engine).workers(1).open()) {
                System.out.println("echo=" + echo(port));
            }
            try (Linkport port =
                    Linkport.builder().engine(engine).workers(1).jmx(true).open()) {
                System.out.println("jmx=" + port);
            } catch (IllegalStateException e) {
                System.out.println("jmx: " + e.getMessage());
            }
            System.out.println("threads="
                    + Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("linkport-"))
                            .count());
        }

        private static String echo(Linkport port) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            Listener listener = port.listen(any, link -> Link::send);
            port.connect(listener.address(), link -> new LinkHandler() {
                @Override
                public void onOpen(Link each) {
                    each.send("x".getBytes(StandardCharsets.US_ASCII));
                }

                @Override
                public void onReceive(Link each, ByteBuffer data) {
                    answer.complete(String.valueOf((char) data.get()));
                }
            });
            return Await.value(answer);
        }
    }

    @Test
    void shouldWorkWithTheBaseModuleOnlyAndSayWhatJmxNeeds() throws IOException, InterruptedException {
        String printed = OtherJvm.run(Small.class, Ports.ENGINE.name(), "--limit-modules", "java.base");
        assertEquals(
                List.of(
                        "modules=1",
                        "echo=x",
                        "jmx: jmx(true) needs the module java.management, which this JVM runs without: add it to the"
                                + " runtime image, start with --add-modules java.management, or leave jmx off",
                        "threads=0"),
                printed.lines()
                        .filter(line -> line.matches("(modules|echo|jmx|threads)[=:].*"))
                        .toList(),
                () -> "all it said: " + printed);
    }
}
