/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Peer;
import org.linkport.contract.Ports;

/**
 * Meters say what the statistics say, and the documents name all of them and no others. Attacks the table and the
 * dashboard with each meter that there is, and what a scrape costs.
 */
class LinkportMetricsTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final Pattern USED = Pattern.compile("linkport_[a-z_]+");

    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldAgreeWithTheStatistics() {
        Linkport port = ports.open();
        Peer peer = ports.peer(ports.listen(port, link -> Link::send).address());
        peer.send("hello").read(5);
        Await.until("counted", () -> port.stats().bytesSent() == 5);
        MeterRegistry registry = new SimpleMeterRegistry();
        new LinkportMetrics(port).bindTo(registry);
        assertEquals(1, registry.get("linkport.links.open").gauge().value());
        assertEquals(
                1, registry.get("linkport.links.accepted").functionCounter().count());
        assertEquals(5, registry.get("linkport.data.sent").functionCounter().count());
        assertEquals(
                5,
                registry.get("linkport.data.received")
                        .tag("name", port.options().name())
                        .functionCounter()
                        .count());
        peer.close();
        Await.until("closed", () -> port.links().count() == 0);
        Await.until(
                "told",
                () -> registry.get("linkport.links.closed")
                                .tag("reason", CloseReason.PEER_CLOSE.name())
                                .functionCounter()
                                .count()
                        == 1);
        assertEquals(
                port.options().workers(),
                registry.find("linkport.worker.busy").functionCounters().size());
        String worker = port.stats().workers().get(1).name();
        assertTrue(registry.get("linkport.worker.alive")
                        .tag("worker", worker)
                        .functionCounter()
                        .count()
                > 0);
    }

    /** A row of the table for each name, as the meters say it. */
    private static Set<String> rows(PrometheusMeterRegistry registry) {
        Set<String> rows = new TreeSet<>();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            String tags = id.getTags().stream()
                    .map(Tag::getKey)
                    .sorted()
                    .map(tag -> "`" + tag + "`")
                    .collect(Collectors.joining(", "));
            boolean counter = id.getType() == Meter.Type.COUNTER;
            String text = id.getConventionName(registry.config().namingConvention()) + (counter ? "_total" : "");
            rows.add("| `" + id.getName() + "` | `" + text + "` | " + (counter ? "counter" : "gauge") + " | "
                    + (id.getBaseUnit() == null ? "" : id.getBaseUnit()) + " | " + tags + " | " + id.getDescription()
                    + " |");
        }
        return rows;
    }

    private PrometheusMeterRegistry bound() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new LinkportMetrics(ports.open()).bindTo(registry);
        return registry;
    }

    @Test
    void shouldAllStandInTheDocument() throws IOException {
        List<String> table = Files.readAllLines(DOCS.resolve("metrics.md")).stream()
                .filter(line -> line.startsWith("| `linkport."))
                .toList();
        assertEquals(String.join("\n", rows(bound())), String.join("\n", new TreeSet<>(table)));
        assertTrue(table.size() > 20, () -> "rows seen: " + table.size());
    }

    @Test
    void shouldBeWhatTheDashboardShows() throws IOException {
        String scraped = bound().scrape();
        String dashboard = Files.readString(DOCS.resolve("grafana-linkport.json"));
        Set<String> used = USED.matcher(dashboard)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(used.size() > 12, () -> "meters seen: " + used);
        for (String name : used) {
            assertTrue(scraped.contains("\n" + name + "{"), () -> "the dashboard asks for " + name);
        }
    }

    @Test
    void shouldTakeOneSnapshotForAllMeters() {
        Linkport port = ports.open();
        Snapshots snapshots = new Snapshots(port);
        assertSame(snapshots.newest(), snapshots.newest());
    }
}
