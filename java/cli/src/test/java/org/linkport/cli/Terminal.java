/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The command as somebody at a terminal runs it: arguments in; exit code, output and errors out. */
public record Terminal(int exitCode, String out, String err) {
    static {
        System.setProperty("picocli.ansi", "false"); // what else it would find out of the terminal of the build
    }

    /** Runs it in this thread to its end. */
    public static Terminal run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = LinkportMain.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Terminal(exitCode, lines(out), lines(err));
    }

    private static String lines(StringWriter text) {
        return text.toString().replace("\r\n", "\n"); // Windows ends its lines so
    }

    /** The same with a list. */
    public static Terminal run(List<String> arguments) {
        return run(arguments.toArray(new String[0]));
    }
}
