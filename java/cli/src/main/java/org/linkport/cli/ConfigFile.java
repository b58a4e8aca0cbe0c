/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Options of a subcommand from a file: lines {@code NAME = VALUE} with the long name of the option without its dashes, as
 * {@link Properties} reads them, in UTF-8. What is on the command line wins.
 */
final class ConfigFile implements IDefaultValueProvider {
    static final String OPTION = "--config";

    private final Map<String, String> values;

    private ConfigFile(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Gives the subcommand that the arguments name the values of the file that they name, if they do.
     *
     * @throws ParameterException if the file cannot be read or names an option that there is not
     */
    static void apply(CommandLine linkport, List<String> arguments) {
        CommandLine command =
                arguments.isEmpty() ? null : linkport.getSubcommands().get(arguments.get(0));
        if (command == null || command.getCommandSpec().findOption(OPTION) == null) {
            return;
        }
        String file = fileIn(arguments);
        if (file != null) {
            command.setDefaultValueProvider(new ConfigFile(read(command, file)));
        }
    }

    private static @Nullable String fileIn(List<String> arguments) {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(OPTION + "=")) {
                return argument.substring(OPTION.length() + 1);
            }
            if (argument.equals(OPTION) && i + 1 < arguments.size()) {
                return arguments.get(i + 1);
            }
        }
        return null;
    }

    private static Map<String, String> read(CommandLine command, String file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            String reason = e instanceof IOException known ? SystemReason.of(known) : String.valueOf(e.getMessage());
            throw new ParameterException(command, "cannot read the configuration '" + file + "': " + reason, e);
        }
        SortedMap<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        checkNames(command, file, values);
        return values;
    }

    private static void checkNames(CommandLine command, String file, SortedMap<String, String> values) {
        List<String> known = command.getCommandSpec().options().stream()
                .filter(ConfigFile::mayBeInFile)
                .map(ConfigFile::name)
                .sorted()
                .toList();
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        command,
                        "the configuration '" + file + "' has '" + name + "'; permitted: " + String.join(", ", known));
            }
        }
    }

    private static boolean mayBeInFile(OptionSpec option) {
        return !option.usageHelp()
                && !option.versionHelp()
                && !option.longestName().equals(OPTION);
    }

    private static String name(OptionSpec option) {
        return option.longestName().substring(2);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option && mayBeInFile(option) ? values.get(name(option)) : null;
    }
}
