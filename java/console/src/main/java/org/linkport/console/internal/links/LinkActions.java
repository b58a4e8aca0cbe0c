/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.linkport.Broadcast;
import org.linkport.Link;
import org.linkport.LinkSet;
import org.linkport.Linkport;
import org.linkport.console.internal.http.Answer;
import org.linkport.console.internal.http.Request;
import org.linkport.console.internal.http.Request.BadRequest;
import org.linkport.console.internal.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person does to links. Each time the log says who did what to which link; never what was sent. */
public final class LinkActions {
    private static final Logger LOG = LoggerFactory.getLogger("org.linkport.console.actions");

    private final Linkport port;
    private final LinkPages pages;

    /** On the links of that Linkport. */
    public LinkActions(Linkport port, LinkPages pages) {
        this.port = port;
        this.pages = pages;
    }

    /** {@code /api/links/ID/ACTION}. */
    public Answer act(Request request) throws IOException {
        String[] parts = request.path().split("/", -1);
        if (parts.length != 5) {
            throw new BadRequest(404, "there is nothing to do");
        }
        String action = parts[4];
        byte[] body = request.body();
        Link link = pages.find(parts[3]);
        if (link == null) {
            LOG.info("{}: {} link {}: it has ended", request.client(), known(action), parts[3]);
            return Answer.text(404, "no link of that id is open");
        }
        String outcome = act(link, action, body);
        LOG.info("{}: {} link {} of {}: {}", request.client(), action, parts[3], link.remoteAddress(), outcome);
        return Answer.of(new Json().object().field("outcome", outcome).endObject());
    }

    private static String known(String action) {
        return switch (action) {
            case "close", "abort", "pause", "resume", "send" -> action;
            default -> throw new BadRequest(404, "there is no such action");
        };
    }

    private static String act(Link link, String action, byte[] body) {
        switch (known(action)) {
            case "close" -> link.close();
            case "abort" -> link.abort();
            case "pause" -> link.pause();
            case "resume" -> link.resume();
            default -> {
                return body.length + " bytes " + link.send(notEmpty(body));
            }
        }
        return "done";
    }

    private static byte[] notEmpty(byte[] body) {
        if (body.length == 0) {
            throw new BadRequest("there is nothing to send");
        }
        return body;
    }

    /** {@code /api/broadcast}, to all links or to those of a group. */
    public Answer broadcast(Request request) throws IOException {
        byte[] body = notEmpty(request.body());
        String group = request.parameter("group");
        LinkSet links = group.isEmpty() ? port.links() : group(group);
        Broadcast sent = links.broadcast(ByteBuffer.wrap(body));
        LOG.info(
                "{}: broadcast {} bytes to {}: {} queued, {} congested, {} rejected",
                request.client(),
                body.length,
                group.isEmpty() ? "all links" : "a group",
                sent.queued(),
                sent.congested(),
                sent.rejected());
        return Answer.of(new Json()
                .object()
                .field("queued", sent.queued())
                .field("congested", sent.congested())
                .field("rejected", sent.rejected())
                .endObject());
    }

    /** Only one that has members: a name that nobody uses must not stay for having been asked for. */
    private LinkSet group(String name) {
        if (!port.links().groupNames().contains(name)) {
            throw new BadRequest(404, "no group of that name has members");
        }
        return port.links().group(name);
    }
}
