/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.AddressText;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;

/**
 * A filter finds the links that a look at each of them finds. Attacks with links that come and go between two looks, with
 * parts that lie across two links, and with a table whose texts were written for another one.
 */
class LinkTableTest {
    private static final int LINKS = 300;
    private static final LinkHandler.Factory NO_INPUT = link -> (self, data) -> {};

    @RegisterExtension
    final Ports ports = new Ports();

    private Link connect(Linkport port, Listener listener) {
        return ports.connect(port, listener.address(), (link, data) -> {});
    }

    private static String textOf(Link link) {
        return AddressText.of(link.remoteAddress())
                + ' '
                + AddressText.of(link.localAddress())
                + ' '
                + Long.toHexString(link.id());
    }

    private static int[] expected(LinkTable table, String part) {
        return IntStream.range(0, table.count())
                .filter(row -> textOf(table.link(row)).contains(part))
                .toArray();
    }

    private static void check(LinkTable table) {
        List<String> parts = new ArrayList<>(List.of("127.0.0.1:", "1", "zz", ":4", " ", "\n", "1\n1", "0.0.1:5"));
        for (int row = 0; row < table.count(); row += 37) {
            String remote = AddressText.of(table.link(row).remoteAddress());
            parts.add(remote);
            parts.add(remote.substring(2));
            parts.add(Long.toHexString(table.link(row).id()));
        }
        for (String part : parts) {
            assertArrayEquals(expected(table, part), table.texts().rowsWith(part), () -> "'" + part + "'");
        }
    }

    @Test
    void shouldFindWhatALookAtEachLinkFinds() {
        Linkport port = ports.open(ports.builder().workers(2));
        Listener listener = ports.listen(port, NO_INPUT);
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < LINKS; i++) {
            links.add(connect(port, listener));
        }
        Await.until("both ends", () -> port.links().count() == 2 * LINKS);
        LinkTable first = new LinkTable(port, null);
        check(first);
        LinkTable same = new LinkTable(port, first.lastTexts());
        assertSame(first.texts(), same.texts(), "nothing has changed");
        for (int i = 0; i < LINKS; i += 3) {
            links.get(i).abort();
        }
        Await.until("they are gone", () -> port.links().count() <= 2 * LINKS - LINKS / 3);
        for (int i = 0; i < 50; i++) {
            connect(port, listener);
        }
        check(new LinkTable(port, first.lastTexts()));
        check(new LinkTable(port, same.lastTexts()));
        port.links().closeIf(link -> true);
        Await.until("all are gone", () -> port.links().count() == 0);
        LinkTable none = new LinkTable(port, first.lastTexts());
        check(none);
        assertEquals(0, none.count());
    }

    @Test
    void shouldWriteWhatFollowsThoseThatItKnows() {
        Linkport port = ports.open(ports.builder().workers(1));
        Listener listener = ports.listen(port, NO_INPUT);
        for (int i = 0; i < LINKS; i++) {
            connect(port, listener);
        }
        Await.until("both ends", () -> port.links().count() == 2 * LINKS);
        LinkTable first = new LinkTable(port, null);
        check(first);
        Link more = connect(port, listener);
        Await.until("both of its ends", () -> port.links().count() == 2 * LINKS + 2);
        LinkTable longer = new LinkTable(port, first.lastTexts());
        check(longer);
        more.abort();
        Await.until("they are gone", () -> port.links().count() == 2 * LINKS);
        LinkTable shorter = new LinkTable(port, longer.lastTexts());
        check(shorter);
        assertEquals(first.count(), shorter.count());
    }

    @Test
    void shouldFindLinksOfBothKindsOfAddresses() throws Exception {
        Linkport port = ports.open(ports.builder().workers(1));
        Listener four = ports.listen(port, NO_INPUT);
        InetAddress loopback;
        try {
            loopback = InetAddress.getByName("::1");
            new ServerSocket(0, 1, loopback).close();
        } catch (IOException e) {
            assumeTrue(false, "no IPv6 here: " + e);
            return;
        }
        Listener six = port.listen(new InetSocketAddress(loopback, 0), NO_INPUT);
        for (int i = 0; i < LINKS / 3; i++) {
            connect(port, i % 3 == 0 ? six : four);
        }
        Await.until("both ends", () -> port.links().count() == 2 * (LINKS / 3));
        LinkTable table = new LinkTable(port, null);
        check(table);
        assertArrayEquals(expected(table, "0:1]:"), table.texts().rowsWith("0:1]:"));
        assertEquals(2 * ((LINKS / 3 + 2) / 3), table.texts().rowsWith("[0:").length);
    }
}
