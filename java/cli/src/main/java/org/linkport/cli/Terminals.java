/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether somebody sits at the other end of our input and output. */
public final class Terminals {
    private Terminals() {}

    /** The terminal that both standard input and output are, or null. */
    @SuppressWarnings("SystemConsoleNull") // it is null before Java 22; later ones are asked by isTerminal
    public static @Nullable Console console() {
        Console console = System.console();
        return console != null && isTerminal(console) ? console : null;
    }

    /** Whether there is one. */
    public static boolean isThere() {
        return console() != null;
    }

    /** Of Java 22 and newer, which have a console without a terminal. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
