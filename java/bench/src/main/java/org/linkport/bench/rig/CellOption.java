/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import org.linkport.bench.result.Cell;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A cell on the command line. */
final class CellOption implements ITypeConverter<Cell> {
    static final String FORMS =
            "LINKS,BYTES[,DEPTH[,framed]] or one-way,LINKS,BYTES or churn,AT-A-TIME or idle,LINKS or steady,LINKS,BYTES,SECONDS;"
                    + " may be given several times.";

    @Override
    public Cell convert(String text) {
        String[] parts = text.split(",", -1);
        try {
            return switch (parts[0]) {
                case "one-way" -> Cell.oneWay(number(parts, 1), number(parts, 2));
                case "churn" -> Cell.churn(number(parts, 1));
                case "steady" -> Cell.steady(number(parts, 1), number(parts, 2), number(parts, 3));
                case "idle" -> Cell.idle(number(parts, 1));
                default -> answered(parts);
            };
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new TypeConversionException("'" + text + "' is none of: " + FORMS);
        }
    }

    private static Cell answered(String[] parts) {
        int depth = parts.length > 2 ? number(parts, 2) : 1;
        boolean framed = parts.length > 3 && parts[3].equals("framed");
        return new Cell(framed ? Cell.Work.FRAMED : Cell.Work.ECHO, number(parts, 0), number(parts, 1), depth);
    }

    private static int number(String[] parts, int index) {
        return Integer.parseInt(parts[index]);
    }
}
