/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.List;
import java.util.function.Function;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.ServerResult;

/** Servers one after another, with no floor between them, since their figures are no ratios. One that fails has a row that says why. */
final class OneByOne {
    private OneByOne() {}

    /** @param measured starts a server of that name, measures it and ends it; throws {@link ServerFailure} */
    static CellResult run(Cell cell, List<String> servers, Function<String, ServerResult> measured) {
        return new CellResult(
                cell,
                Double.NaN,
                Double.NaN,
                servers.stream().map(server -> row(server, measured)).toList());
    }

    private static ServerResult row(String server, Function<String, ServerResult> measured) {
        try {
            return measured.apply(server);
        } catch (ServerFailure e) {
            System.err.println("bench: " + server + ": " + e.getMessage());
            return ServerResult.failed(server, String.valueOf(e.getMessage()));
        }
    }
}
