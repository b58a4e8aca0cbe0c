/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.windows;

import java.util.ArrayList;
import java.util.List;

/**
 * The command line that the service control manager starts.
 *
 * @param java the file of java.exe
 * @param jvmOptions options of the JVM beyond those that are always there
 * @param directory the working directory
 * @param jar the runnable jar
 * @param arguments what the program's main is given
 */
public record ImagePath(String java, List<String> jvmOptions, String directory, String jar, List<String> arguments) {
    private static final String PLAIN = "+-./:=@~\\_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /**
     * The whole line. {@code -Xrs} keeps the JVM from ending itself when a user logs off or the console goes: only the
     * service control manager says when a service ends. {@code user.dir} is where the program makes its working
     * directory be, because a service begins in the folder of the system.
     */
    public String commandLine() {
        List<String> words = new ArrayList<>();
        words.add("-Xrs");
        words.addAll(jvmOptions);
        words.add("-Duser.dir=" + directory);
        words.add("-jar");
        words.add(jar);
        words.addAll(arguments);
        StringBuilder line = new StringBuilder();
        // Always in quotes: unquoted, "C:\\Program Files\\..." would try C:\\Program.exe first.
        line.append('"').append(java).append('"');
        words.forEach(each -> appendWord(line.append(' '), each));
        return line.toString();
    }

    /** One word as the C runtime reads it; in quotes also where the java launcher would look for files by a pattern. */
    static String word(String value) {
        StringBuilder line = new StringBuilder();
        appendWord(line, value);
        return line.toString();
    }

    private static void appendWord(StringBuilder line, String value) {
        if (isPlain(value)) {
            line.append(value);
            return;
        }
        line.append('"');
        int backslashes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                line.append("\\".repeat(backslashes + 1)); // those before a quote count twice, and the quote needs one
            }
            backslashes = c == '\\' ? backslashes + 1 : 0;
            line.append(c);
        }
        line.append("\\".repeat(backslashes)).append('"');
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (PLAIN.indexOf(value.charAt(i)) < 0) {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
