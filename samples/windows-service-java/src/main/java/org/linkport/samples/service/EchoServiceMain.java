/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.samples.service;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenFailedException;
import org.linkport.ListenOptions;
import org.linkport.SendOptions;
import org.linkport.service.ServiceCommand;
import org.linkport.service.ServiceContext;
import org.linkport.service.ServiceMain;
import org.linkport.service.ServiceOptions;
import org.linkport.service.ServiceStartException;
import org.linkport.service.StartMode;
import org.linkport.service.StopCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Windows service that sends back what it receives; a line that begins with {@code all } goes to every link. Its
 * argument is the TCP port, 9000 without one.
 */
public final class EchoServiceMain implements ServiceMain {
    /** The exit code of a TCP port that cannot be listened on. */
    private static final int CANNOT_LISTEN = 10;

    private static final int DRAIN_MILLIS = 20_000;
    private static final long QUEUED_BYTES_MAX = 64 << 20;

    private static final ServiceOptions OPTIONS = ServiceOptions.builder("linkport-echo-java")
            .displayName("Linkport echo (Java)")
            .description("Sends back what it receives.")
            .startMode(StartMode.DELAYED)
            .drainMillis(DRAIN_MILLIS + 5_000) // the links first, then what is left of the program
            .build();

    // Not static: the first logger opens the files, and in a service only the start knows the working directory.
    private final Logger log = LoggerFactory.getLogger(EchoServiceMain.class);
    private @Nullable Linkport port;

    @Override
    public void start(ServiceContext context) throws ServiceStartException {
        int tcpPort = tcpPort(context.arguments());
        Linkport opened =
                Linkport.builder().name("echo").shutdownMillis(DRAIN_MILLIS).open();
        SendOptions send =
                SendOptions.DEFAULT.withPendingBytes(QUEUED_BYTES_MAX / 4, QUEUED_BYTES_MAX / 2, QUEUED_BYTES_MAX);
        try {
            InetSocketAddress address = opened.listen(
                            new InetSocketAddress(tcpPort),
                            ListenOptions.DEFAULT.withLink(LinkOptions.DEFAULT.withSend(send)),
                            link -> new EchoHandler(opened.links()))
                    .address();
            log.info("listening on {} engine={}, run by {}", address, opened.engine(), context.host());
            port = opened;
        } catch (ListenFailedException e) {
            opened.close();
            throw new ServiceStartException(CANNOT_LISTEN, String.valueOf(e.getMessage()), e);
        }
    }

    private static int tcpPort(List<String> arguments) throws ServiceStartException {
        String given = arguments.isEmpty() ? "9000" : arguments.get(0);
        if (!given.matches("[0-9]{1,5}") || Integer.parseInt(given) > 65_535) {
            throw new ServiceStartException(
                    ServiceStartException.FAILED, "the TCP port is '" + given + "' and must be from 0 to 65535", null);
        }
        return Integer.parseInt(given);
    }

    @Override
    public CompletionStage<?> stop(StopCause cause) {
        Linkport started = Objects.requireNonNull(port);
        log.info(
                "stopping because of {}, {} links drain", cause, started.links().count());
        return started.shutdown().thenRun(() -> log.info("stopped: {}", started.stats()));
    }

    /** Runs the command. */
    public static void main(String[] args) {
        System.exit(ServiceCommand.run(OPTIONS, EchoServiceMain::new, args));
    }
}
