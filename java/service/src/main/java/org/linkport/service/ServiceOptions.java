/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the program is installed and run. What concerns the installation is read by {@code install} and then lives in
 * Windows; {@code startMillis} and {@code drainMillis} are read in each run.
 *
 * @param name the key under which Windows, {@code sc} and {@code net} know the service, and the source of its lines in
 *     the event log; 1 to 80 characters, no slash, no backslash, no space at either end
 * @param displayName what lists show; 1 to 256 characters
 * @param description one sentence for the operator; up to 1,024 characters
 * @param startMode when Windows starts it
 * @param account who it runs as, {@code NT AUTHORITY\LocalService} for instance; null for LocalSystem
 * @param dependencies names of services that must run before it
 * @param restart what Windows does when it fails
 * @param startMillis how long a start may take before it counts as failed, in milliseconds; 1,000 to 3,600,000
 * @param drainMillis how long an orderly stop may take before the process is ended, in milliseconds; 1,000 to 3,600,000
 * @param jvmOptions options of the JVM under Windows, {@code -Xmx1g} for instance, each beginning with a minus; {@code
 *     -Xrs} is always there
 * @param workingDirectory where relative paths begin under Windows; null for the folder of the jar
 */
public record ServiceOptions(
        String name,
        String displayName,
        String description,
        StartMode startMode,
        @Nullable String account,
        List<String> dependencies,
        RestartPolicy restart,
        int startMillis,
        int drainMillis,
        List<String> jvmOptions,
        @Nullable String workingDirectory) {
    /** Checks every value. */
    public ServiceOptions {
        checkName("name", name);
        OptionCheck.length("displayName", displayName, 1, 256);
        OptionCheck.without("displayName", displayName, "");
        OptionCheck.length("description", description, 0, 1_024);
        Objects.requireNonNull(startMode, "startMode");
        if (account != null) {
            OptionCheck.length("account", account, 1, 256);
            OptionCheck.without("account", account, "\"/[]:|<>+=;,?*");
        }
        dependencies = List.copyOf(dependencies);
        dependencies.forEach(each -> checkName("dependencies", each));
        Objects.requireNonNull(restart, "restart");
        OptionCheck.range("startMillis", startMillis, 1_000, 3_600_000);
        OptionCheck.range("drainMillis", drainMillis, 1_000, 3_600_000);
        jvmOptions = List.copyOf(jvmOptions);
        jvmOptions.forEach(ServiceOptions::checkJvmOption);
        if (workingDirectory != null) {
            OptionCheck.length("workingDirectory", workingDirectory, 1, 32_000);
            OptionCheck.without("workingDirectory", workingDirectory, "\"");
        }
    }

    /** Starts with a name and the default of everything else; also the display name. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Starts with these. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    private static void checkName(String option, String value) {
        OptionCheck.length(option, value, 1, 80);
        OptionCheck.without(option, value, "/\\\"");
        if (!value.equals(value.strip())) {
            throw new IllegalArgumentException(option + " is '" + value + "' and must have no space at either end");
        }
    }

    private static void checkJvmOption(String value) {
        OptionCheck.without("jvmOptions", value, "");
        if (!value.startsWith("-")) {
            throw new IllegalArgumentException("jvmOptions has '" + value + "' and each must begin with a minus");
        }
        if (List.of("-jar", "-cp", "-classpath", "--class-path", "-m", "--module")
                .contains(value)) {
            throw new IllegalArgumentException(
                    "jvmOptions has '" + value + "', which would run something else than this jar");
        }
    }

    /** Collects options; {@link #build} checks them. Not thread-safe. */
    public static final class Builder {
        private String name;
        private String displayName;
        private String description = "";
        private StartMode startMode = StartMode.AUTO;
        private @Nullable String account;
        private List<String> dependencies = List.of();
        private RestartPolicy restart = RestartPolicy.DEFAULT;
        private int startMillis = 120_000;
        private int drainMillis = 30_000;
        private List<String> jvmOptions = List.of();
        private @Nullable String workingDirectory;

        private Builder(String name) {
            this.name = name;
            this.displayName = name;
        }

        private Builder(ServiceOptions from) {
            name = from.name;
            displayName = from.displayName;
            description = from.description;
            startMode = from.startMode;
            account = from.account;
            dependencies = from.dependencies;
            restart = from.restart;
            startMillis = from.startMillis;
            drainMillis = from.drainMillis;
            jvmOptions = from.jvmOptions;
            workingDirectory = from.workingDirectory;
        }

        /** See {@link ServiceOptions#name}. */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** See {@link ServiceOptions#displayName}. */
        public Builder displayName(String value) {
            displayName = value;
            return this;
        }

        /** See {@link ServiceOptions#description}. */
        public Builder description(String value) {
            description = value;
            return this;
        }

        /** See {@link ServiceOptions#startMode}. */
        public Builder startMode(StartMode value) {
            startMode = value;
            return this;
        }

        /** See {@link ServiceOptions#account}. */
        public Builder account(@Nullable String value) {
            account = value;
            return this;
        }

        /** See {@link ServiceOptions#dependencies}. */
        public Builder dependencies(String... values) {
            dependencies = List.of(values);
            return this;
        }

        /** See {@link ServiceOptions#restart}. */
        public Builder restart(RestartPolicy value) {
            restart = value;
            return this;
        }

        /** See {@link ServiceOptions#startMillis}. */
        public Builder startMillis(int value) {
            startMillis = value;
            return this;
        }

        /** See {@link ServiceOptions#drainMillis}. */
        public Builder drainMillis(int value) {
            drainMillis = value;
            return this;
        }

        /** See {@link ServiceOptions#jvmOptions}. */
        public Builder jvmOptions(String... values) {
            jvmOptions = List.of(values);
            return this;
        }

        /** See {@link ServiceOptions#workingDirectory}. */
        public Builder workingDirectory(@Nullable String value) {
            workingDirectory = value;
            return this;
        }

        /**
         * The options as they stand.
         *
         * @throws IllegalArgumentException naming the option, its value and what is permitted
         */
        public ServiceOptions build() {
            return new ServiceOptions(
                    name,
                    displayName,
                    description,
                    startMode,
                    account,
                    dependencies,
                    restart,
                    startMillis,
                    drainMillis,
                    jvmOptions,
                    workingDirectory);
        }
    }
}
