/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.linkport.console.internal.http.Access.Need;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of a console. */
public final class Server implements AutoCloseable {
    /** Clients that have a stream at a time. */
    public static final int STREAMS = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int PER_SECOND = 200;
    private static final int BURST = 600;
    private static final int BACKLOG = 64;
    private static final long REQUEST_MILLIS = 10_000;

    private final HttpServer http;
    private final RequestThreads threads;
    private final Access access;
    private final Routes routes;
    private final Semaphore streams = new Semaphore(STREAMS);
    private final Budget budget = new Budget(PER_SECOND, BURST, System.nanoTime());

    private Server(HttpServer http, RequestThreads threads, Access access, Routes routes) {
        this.http = http;
        this.threads = threads;
        this.access = access;
        this.routes = routes;
    }

    /** Listens and answers. */
    public static Server start(InetSocketAddress address, String name, Access access, Routes routes)
            throws IOException {
        HttpServer http = HttpServer.create(address, BACKLOG);
        RequestThreads threads = new RequestThreads(name, STREAMS, REQUEST_MILLIS);
        Server server = new Server(http, threads, access, routes);
        http.createContext("/", server::handle);
        http.setExecutor(threads);
        http.start();
        return server;
    }

    /** Where it listens, with the real TCP port. */
    public InetSocketAddress address() {
        return http.getAddress();
    }

    /** Cuts off clients that have kept a thread for too long. Every second or so. */
    public void sweep() {
        threads.sweep();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Request request = new Request(exchange);
            Routes.Route route = routes.find(request.method(), request.path());
            Answer refusal = refusal(request, route);
            if (refusal != null) {
                refusal.write(exchange);
            } else if (route != null) {
                answer(exchange, request, route);
            }
        } catch (Request.BadRequest e) {
            answerQuietly(exchange, Answer.text(e.status(), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            LOG.trace("a client of the console went", e);
        } catch (RuntimeException e) {
            LOG.warn("the console failed to answer", e);
            answerQuietly(exchange, Answer.text(500, "the console failed; its log says how"));
        }
    }

    private @Nullable Answer refusal(Request request, Routes.@Nullable Route route) {
        Answer refused = access.refusal(request, route == null ? Need.NOTHING : route.need());
        if (refused != null) {
            return refused;
        }
        if (route == null) {
            return routes.knowsOtherMethod(request.method(), request.path())
                    ? Answer.text(405, "not with this method")
                    : Answer.text(404, "nothing is here");
        }
        return budget.take(System.nanoTime()) ? null : Answer.text(503, "too many requests at once");
    }

    private void answer(HttpExchange exchange, Request request, Routes.Route route) throws IOException {
        if (route.endpoint() != null) {
            answer(exchange, request, route.endpoint());
        } else if (route.streaming() != null) {
            stream(exchange, request, route.streaming());
        }
    }

    private static void answer(HttpExchange exchange, Request request, Endpoint endpoint) throws IOException {
        Answer answer;
        try {
            answer = endpoint.answer(request);
        } catch (Request.BadRequest e) {
            answer = Answer.text(e.status(), String.valueOf(e.getMessage()));
        }
        answer.write(exchange);
    }

    private void stream(HttpExchange exchange, Request request, Endpoint.Streaming streaming) throws IOException {
        if (!streams.tryAcquire()) {
            Answer.text(503, "as many look on as may: " + STREAMS).write(exchange);
            return;
        }
        try {
            streaming.stream(request, EventStream.begin(exchange));
        } finally {
            streams.release();
        }
    }

    private static void answerQuietly(HttpExchange exchange, Answer answer) {
        try (exchange) {
            if (exchange.getResponseCode() < 0) {
                answer.write(exchange);
            }
        } catch (IOException e) {
            LOG.trace("a client of the console went", e);
        }
    }

    /** Streams that are open now. */
    public int streams() {
        return STREAMS - streams.availablePermits();
    }

    /** Closes every connection at once and ends the threads. */
    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }
}
