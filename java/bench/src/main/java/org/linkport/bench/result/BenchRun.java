/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * All of one run, which is what the JSON file holds.
 *
 * @param kind quick, full, cells or wine
 * @param rounds slices of each server in a cell
 * @param sliceMillis how long a slice is
 * @param machine where
 * @param cells what came of it
 */
public record BenchRun(String kind, int rounds, int sliceMillis, Machine machine, List<CellResult> cells) {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The kind whose servers are programs for Windows. */
    public static final String WINE = "wine";

    /** Takes a copy. */
    public BenchRun {
        cells = List.copyOf(cells);
    }

    /** Whether its servers are programs for Windows. */
    @JsonIgnore
    public boolean isOfWine() {
        return kind.equals(WINE);
    }

    /** How its files are named. */
    public String name() {
        return isOfWine() ? "performance-wine" : "performance";
    }

    /** Whether every server has figures in every cell, but in those that take too long on such a machine. */
    @JsonIgnore
    public boolean isComplete() {
        return cells.stream().allMatch(BenchRun::isComplete);
    }

    private static boolean isComplete(CellResult cell) {
        Absence absence = cell.absence();
        return (absence == null || absence.reason() == Absence.Reason.TAKES_TOO_LONG)
                && cell.servers().stream().allMatch(result -> result.failure() == null);
    }

    /** Reads what {@link #write} wrote. */
    public static BenchRun read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), BenchRun.class);
    }

    /** Writes all of it, or, if that is interrupted, nothing. */
    public void write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        MAPPER.writeValue(part.toFile(), this);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
