/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.linkport.Linkport;

/** The meters of a Linkport in a registry of their own, as text for Prometheus. Needs micrometer-registry-prometheus. */
public final class PrometheusText {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Of that Linkport. */
    public PrometheusText(Linkport port) {
        new LinkportMetrics(port).bindTo(registry);
    }

    /** As they are now. */
    public String scrape() {
        return registry.scrape();
    }
}
