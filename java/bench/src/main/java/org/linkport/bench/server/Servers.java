/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.util.List;

/** Every server there is, by name. */
public final class Servers {
    /** {@link VirtualThreadServer} needs a JDK newer than the one this is built with. */
    static final String OF_NEWER_JDK = "jdk-vthread";

    private static final List<String> NAMES = List.of(
            "linkport-nio",
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

    private Servers() {}

    /** All names. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * How the one of that name starts. A switch, so that the classes of the others stay unloaded.
     *
     * @throws IllegalArgumentException if there is none
     */
    static BenchServer.Factory named(String name) {
        return switch (name) {
            case "linkport-nio" -> LinkportServer::startNio;
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
            default -> throw new IllegalArgumentException("no server " + name + "; there are " + NAMES);
        };
    }
}
