/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

import java.util.List;
import java.util.Locale;

/** Results as comma-separated values, a line for each cell. */
final class BenchCsv {
    private BenchCsv() {}

    static String text(List<BenchResult> results) {
        StringBuilder text = new StringBuilder(
                "mode,links,packet_bytes,seconds,packets,bytes,mib_per_second,packets_per_second,p50_micros,p99_micros,"
                        + "wrong,lost\n");
        results.forEach(each -> text.append(line(each)));
        return text.toString();
    }

    private static String line(BenchResult result) {
        return String.format(
                Locale.ROOT,
                "%s,%d,%d,%.3f,%d,%d,%.3f,%.1f,%.1f,%.1f,%d,%d\n",
                result.cell().mode().word(),
                result.cell().links(),
                result.cell().packetBytes(),
                result.seconds(),
                result.packets(),
                result.bytes(),
                result.mibPerSecond(),
                result.packetsPerSecond(),
                result.p50Micros(),
                result.p99Micros(),
                result.wrong(),
                result.lost());
    }
}
