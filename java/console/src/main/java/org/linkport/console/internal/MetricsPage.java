/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.linkport.Linkport;
import org.linkport.console.internal.http.Answer;
import org.linkport.console.metrics.PrometheusText;

/** {@code /metrics}: what Prometheus reads, if the program brings Micrometer's registry for it. */
public final class MetricsPage {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Linkport port;
    private @Nullable PrometheusText text;

    /** Of that Linkport. */
    public MetricsPage(Linkport port) {
        this.port = port;
    }

    /** The meters; 501 without the registry. */
    public Answer answer() {
        try {
            return new Answer(200, TYPE, text().scrape().getBytes(StandardCharsets.UTF_8), false);
        } catch (LinkageError absent) {
            return Answer.text(501, "this needs io.micrometer:micrometer-registry-prometheus on the class path");
        }
    }

    private synchronized PrometheusText text() {
        PrometheusText made = text;
        if (made == null) {
            made = new PrometheusText(port);
            text = made;
        }
        return made;
    }
}
