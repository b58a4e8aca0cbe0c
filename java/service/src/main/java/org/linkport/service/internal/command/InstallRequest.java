/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.linkport.service.ServiceOptions;
import org.linkport.service.StartMode;

/**
 * What {@code install} was asked for.
 *
 * @param options those of the program, with those of the command line
 * @param java the file of the JVM to use; null for the one that runs this
 * @param jar the runnable jar; null for the one that runs
 * @param arguments for the program in each run
 */
record InstallRequest(
        ServiceOptions options,
        @Nullable String java,
        @Nullable String jar,
        List<String> arguments) {

    /** Reads the words after {@code install}. */
    static InstallRequest of(ServiceOptions defaults, Words words) throws UsageException {
        ServiceOptions.Builder options = defaults.toBuilder();
        List<String> jvmOptions = new ArrayList<>(defaults.jvmOptions());
        List<String> dependencies = new ArrayList<>(defaults.dependencies());
        String java = null;
        String jar = null;
        boolean displayed = false;
        String name = defaults.name();
        for (String option = words.option(); option != null; option = words.option()) {
            String value = words.value(option);
            switch (option) {
                case "--name" -> name = value;
                case "--display-name" -> {
                    options.displayName(value);
                    displayed = true;
                }
                case "--description" -> options.description(value);
                case "--start" -> options.startMode(startMode(value));
                case "--account" -> options.account(value);
                case "--depends-on" -> dependencies.add(value);
                case "--directory" -> options.workingDirectory(value);
                case "--jvm-option" -> jvmOptions.add(value);
                case "--java" -> java = value;
                case "--jar" -> jar = value;
                default -> throw new UsageException("install has no option " + option);
            }
        }
        if (!displayed && !name.equals(defaults.name())) {
            options.displayName(name); // Windows refuses two services of one display name
        }
        options.name(name).jvmOptions(jvmOptions.toArray(new String[0]));
        options.dependencies(dependencies.toArray(new String[0]));
        return new InstallRequest(options.build(), java, jar, words.rest());
    }

    private static StartMode startMode(String value) throws UsageException {
        for (StartMode each : StartMode.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
                return each;
            }
        }
        throw new UsageException("--start is '" + value + "' and must be auto, delayed, manual or disabled");
    }
}
