/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.util.List;

/** Every server there is, by name. */
public final class Servers {
    /** {@link VirtualThreadServer} needs a JDK newer than the one this is built with. */
    static final String OF_NEWER_JDK = "jdk-vthread";

    private static final List<String> ON_LINUX = List.of(
            "linkport-nio",
            "linkport-nio-spin",
            "linkport-nio-console",
            "jdk-nio2",
            "jdk-selector",
            "jdk-selector-consumer",
            "jdk-selector-single",
            OF_NEWER_JDK,
            "netty-nio",
            "netty-epoll",
            "netty-uring",
            "smart-socket",
            "t-io",
            "mina",
            "grizzly",
            "vertx");

    private static final List<String> ON_WINDOWS =
            List.of("linkport-iocp", "linkport-nio", "jdk-nio2", "jdk-selector-consumer", "netty-nio");

    private Servers() {}

    /** Those that are compared on this system. */
    public static List<String> names() {
        return System.getProperty("os.name").startsWith("Windows") ? ON_WINDOWS : ON_LINUX;
    }

    /**
     * How the one of that name starts. A switch, so that the classes of the others stay unloaded.
     *
     * @throws IllegalArgumentException if there is none
     */
    static BenchServer.Factory named(String name) {
        return switch (name) {
            case "linkport-nio" -> LinkportServer::startNio;
            case "linkport-nio-spin" -> LinkportServer::startSpinningNio;
            case "linkport-nio-console" -> ConsoleServer::start;
            case "linkport-nio-shared" -> LinkportServer::startSharedNio;
            case "linkport-iocp" -> LinkportServer::startIocp;
            case "jdk-nio2" -> Nio2Server::start;
            case "jdk-selector" -> SelectorServer::startWithKeys;
            case "jdk-selector-consumer" -> SelectorServer::startWithConsumer;
            case "jdk-selector-single" -> SelectorServer::startWithSingleWrites;
            case OF_NEWER_JDK -> VirtualThreadServer::start;
            case "netty-nio" -> NettyServer::startNio;
            case "netty-epoll" -> NettyServer::startEpoll;
            case "netty-uring" -> NettyServer::startUring;
            case "smart-socket" -> SmartSocketServer::start;
            case "t-io" -> TalentServer::start;
            case "mina" -> MinaServer::start;
            case "grizzly" -> GrizzlyServer::start;
            case "vertx" -> VertxServer::start;
            default -> throw new IllegalArgumentException("no server " + name + "; there are " + names());
        };
    }
}
