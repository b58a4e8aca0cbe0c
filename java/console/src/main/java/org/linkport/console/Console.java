/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.linkport.AddressText;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.console.internal.Health;
import org.linkport.console.internal.LogFeed;
import org.linkport.console.internal.MetricsPage;
import org.linkport.console.internal.history.History;
import org.linkport.console.internal.history.Sampler;
import org.linkport.console.internal.history.StatsJson;
import org.linkport.console.internal.http.Access;
import org.linkport.console.internal.http.Access.Need;
import org.linkport.console.internal.http.Answer;
import org.linkport.console.internal.http.Routes;
import org.linkport.console.internal.http.Server;
import org.linkport.console.internal.json.Json;
import org.linkport.console.internal.links.LinkActions;
import org.linkport.console.internal.links.LinkPages;
import org.linkport.console.internal.page.PageFiles;
import org.linkport.console.internal.stream.Live;
import org.linkport.console.internal.stream.LogLines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A web page, metrics and health of one {@link Linkport}, from within the program. It takes a snapshot each second, on one
 * thread however many look on, and never waits for a worker nor has one wait; what it cannot serve it refuses. It ends
 * by {@link #close}, not with the Linkport, whose end it shows.
 */
public final class Console implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final int TOKEN_BYTES = 18;

    private final Linkport port;
    private final ConsoleOptions options;
    private final String token;
    private final long started = System.currentTimeMillis();
    private final LogFeed feed;
    private final Sampler sampler;
    private final Live live;
    private final LinkPages pages;
    private final Server server;
    private final ScheduledThreadPoolExecutor clock;

    private Console(Linkport port, ConsoleOptions options) {
        this.port = port;
        this.options = options;
        this.token = options.token() == null ? madeUp() : options.token();
        History history = new History(port.options().workers());
        this.sampler = new Sampler(port, history);
        this.live = new Live(this::about, history);
        this.pages = new LinkPages(port);
        this.feed = LogFeed.start(options.log());
        try {
            this.server = listen();
        } catch (Throwable failure) {
            feed.close();
            throw failure;
        }
        this.clock = new ScheduledThreadPoolExecutor(1, this::clockThread);
        ScheduledFuture<?> unused = clock.scheduleWithFixedDelay(this::second, 1, 1, TimeUnit.SECONDS); // never throws
    }

    /**
     * Starts and returns at once. Elsewhere than on loopback it says so in the log.
     *
     * @throws ConsoleException if it cannot listen there
     */
    public static Console start(Linkport port, ConsoleOptions options) {
        Console console = new Console(port, options);
        LOG.info("the console of {} is at {}", port.options().name(), console.address());
        if (!options.isLoopback()) {
            LOG.warn(
                    "the console at {} can be reached from other machines, without encryption; whoever looks needs its token",
                    console.address());
        }
        return console;
    }

    private static String madeUp() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Server listen() {
        Access access = new Access(options.isLoopback(), token, options.hosts());
        try {
            return Server.start(options.address(), threadName(), access, routes());
        } catch (IOException e) {
            throw new ConsoleException(
                    "the console cannot listen on " + AddressText.of(options.address()) + ": " + e.getMessage(), e);
        }
    }

    private String threadName() {
        return "console-" + port.options().name();
    }

    private Routes routes() {
        Health health = new Health(port, sampler, options.listens());
        LinkActions actions = new LinkActions(port, pages);
        MetricsPage metrics = new MetricsPage(port);
        Routes routes = new Routes();
        new PageFiles().addTo(routes);
        return routes
                .get("/health", Need.NOTHING, request -> health.all())
                .get("/health/live", Need.NOTHING, request -> health.live())
                .get("/health/ready", Need.NOTHING, request -> health.all())
                .get("/stats.json", Need.READ, request -> Answer.of(StatsJson.of(port, port.stats())))
                .get("/metrics", Need.READ, request -> metrics.answer())
                .stream("/events", live)
                .stream("/log", new LogLines(feed.source()))
                .get("/api/links", Need.READ, pages::page)
                .get("/api/links/", Need.READ, pages::details)
                .get("/api/groups", Need.READ, request -> pages.groups())
                .post("/api/token", request -> Answer.of(new Json().object().endObject()))
                .post("/api/links/", actions::act)
                .post("/api/broadcast", actions::broadcast);
    }

    private Json about() {
        Json json = new Json()
                .object()
                .field("name", port.options().name())
                .field("engine", port.engine().name())
                .field("workers", port.options().workers())
                .field("maxLinks", port.options().maxLinks())
                .field("consoleStarted", started)
                .field("java", System.getProperty("java.version"))
                .field("system", System.getProperty("os.name"))
                .field("log", feed.isFed())
                .array("listeners");
        for (Listener listener : port.listeners()) {
            json.value(listener.address().toString().replaceFirst("^[^/]*/", ""));
        }
        return json.endArray().endObject();
    }

    private Thread clockThread(Runnable task) {
        Thread thread = new Thread(task, threadName() + "-clock");
        thread.setDaemon(true);
        return thread;
    }

    /** What throws would never run again. */
    private void second() {
        try {
            sampler.sample(sample -> live.tell(sample, sampler.stuck()));
            server.sweep();
            pages.forget();
        } catch (RuntimeException e) {
            LOG.warn("the console failed to take a sample", e);
        }
    }

    /** Where the page is. Whoever only looks needs no more, on loopback. */
    public URI address() {
        InetSocketAddress bound = server.address();
        String host = bound.getAddress().isAnyLocalAddress()
                ? "localhost"
                : bound.getAddress().getHostAddress().replaceFirst("%.*", "");
        return URI.create("http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + bound.getPort() + "/");
    }

    /** The same for who may act: the page takes the token from it, and no server or log on the way sees it. */
    public URI addressWithToken() {
        return address().resolve("/#token=" + token);
    }

    /** What actions need. */
    public String token() {
        return token;
    }

    /** Where its lines come from. */
    public LogSource log() {
        return feed.source();
    }

    /** Clients that look on now. */
    public int viewers() {
        return server.streams();
    }

    /** Ends every connection and every thread of it. Idempotent; any thread. */
    @Override
    public void close() {
        clock.shutdownNow();
        server.close();
        feed.close();
    }
}
