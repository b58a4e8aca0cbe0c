/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.linkport.AddressText;
import org.linkport.Link;
import org.linkport.LinkStats;
import org.linkport.Linkport;
import org.linkport.console.internal.http.Answer;
import org.linkport.console.internal.http.Request;
import org.linkport.console.internal.http.Request.BadRequest;
import org.linkport.console.internal.json.Json;

/** Pages of links, and single ones. All who look at pages within a second share one look at the links. */
public final class LinkPages {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int GROUPS_MAX = 50;

    private final Linkport port;
    private volatile @Nullable LinkTable table; // let go of without the lock that making one is under
    private volatile @Nullable LinkTexts texts; // which hold no links, of about 60 bytes each
    private long takenNanos;

    /** Of that Linkport. */
    public LinkPages(Linkport port) {
        this.port = port;
    }

    private synchronized LinkTable table() {
        long now = System.nanoTime();
        LinkTable fresh = table;
        if (fresh == null || now - takenNanos > FRESH_NANOS) {
            fresh = new LinkTable(port, fresh == null ? texts : fresh.lastTexts());
            table = fresh;
            takenNanos = System.nanoTime();
        }
        return fresh;
    }

    /** Lets go of links that nobody has looked at for a while. Every second or so; does not wait for who takes a look. */
    public void forget() {
        LinkTable old = table;
        if (old != null && System.currentTimeMillis() - old.takenMillis > 5_000) {
            texts = old.lastTexts();
            table = null;
        }
    }

    /** One page. */
    public Answer page(Request request) {
        LinkQuery query = LinkQuery.of(request);
        return Answer.of(page(query, table()));
    }

    static Json page(LinkQuery query, LinkTable table) {
        int[] rows = query.rows(table);
        Json json = new Json()
                .object()
                .field("taken", table.takenMillis)
                .field("total", table.count())
                .field("matched", rows.length)
                .field("offset", query.offset())
                .array("links");
        int end = Math.min(rows.length, query.offset() + query.limit());
        for (int i = query.offset(); i < end; i++) {
            row(json, table, rows[i], query.sort());
        }
        return json.endArray().endObject();
    }

    /** What it is now, but for the column of the order, which would look wrong if it had gone on. */
    private static void row(Json json, LinkTable table, int row, Column sort) {
        Link link = table.link(row);
        LinkStats stats = link.stats();
        long sorted = table.column(sort)[row];
        json.object()
                .field("id", Long.toHexString(link.id()))
                .field("worker", link.worker().index())
                .field("remote", AddressText.of(link.remoteAddress()))
                .field("state", LinkTable.State.of(link).key())
                .field("age", sort == Column.AGE ? sorted : stats.ageMillis())
                .field("silent", sort == Column.SILENT ? sorted : stats.silentMillis())
                .field("received", sort == Column.RECEIVED ? sorted : stats.bytesReceived())
                .field("sent", sort == Column.SENT ? sorted : stats.bytesSent())
                .field("messages", sort == Column.MESSAGES ? sorted : stats.messagesSent())
                .field("pending", sort == Column.PENDING ? sorted : stats.pendingBytes())
                .endObject();
    }

    /** One link; its id in hexadecimal digits is the last part of the path. */
    public Answer details(Request request) {
        Link link = find(request.path().substring(request.path().lastIndexOf('/') + 1));
        return link == null ? Answer.text(404, "no link of that id is open") : Answer.of(details(link));
    }

    /**
     * The link of an id in hexadecimal digits, or null if it has ended.
     *
     * @throws BadRequest if it is no id
     */
    @Nullable
    Link find(String id) {
        if (!id.matches("[0-9a-f]{1,16}")) {
            throw new BadRequest("an id has 1 to 16 hexadecimal digits");
        }
        return port.links().find(Long.parseUnsignedLong(id, 16)).orElse(null);
    }

    private Json details(Link link) {
        LinkStats stats = link.stats();
        Object attachment = link.attachment();
        Json json = new Json()
                .object()
                .field("id", Long.toHexString(link.id()))
                .field("worker", link.worker().name())
                .field("remote", AddressText.of(link.remoteAddress()))
                .field("local", AddressText.of(link.localAddress()))
                .field("state", LinkTable.State.of(link).key())
                .field("opened", stats.openedAt().toEpochMilli())
                .field("age", stats.ageMillis())
                .field("silent", stats.silentMillis())
                .field("sinceSent", stats.sinceSentMillis())
                .field("received", stats.bytesReceived())
                .field("sent", stats.bytesSent())
                .field("messages", stats.messagesSent())
                .field("systemReceives", stats.systemReceives())
                .field("systemSends", stats.systemSends())
                .field("pending", stats.pendingBytes())
                .field(
                        "attachment",
                        attachment == null ? null : attachment.getClass().getName())
                .array("groups");
        port.links().groupNames().stream()
                .filter(name -> port.links().group(name).contains(link))
                .sorted()
                .limit(GROUPS_MAX)
                .forEach(json::value);
        return json.endArray().endObject();
    }

    /** Names of groups that have members, as many as fit into a list. */
    public Answer groups() {
        Json json = new Json().object().array("groups");
        port.links().groupNames().stream().sorted().limit(4L * GROUPS_MAX).forEach(json::value);
        return Answer.of(json.endArray().endObject());
    }
}
