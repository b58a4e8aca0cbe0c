/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.linkport.service.ServiceOptions;
import org.linkport.service.internal.command.ServiceControl.Report;
import org.linkport.service.internal.command.ServiceControl.State;
import org.linkport.service.internal.windows.ImagePath;

/** The commands that manage a service: each does one thing, says so in one line and ends with an {@link ExitCode}. */
public final class Commands {
    /** The hidden command that the image path of an installed service ends with. */
    public static final String RUN_SERVICE = "run-service";

    private static final int POLL_MILLIS = 200;
    private static final int MARGIN_MILLIS = 30_000;

    private final ServiceOptions options;
    private final Supplier<? extends @Nullable ServiceControl> control;
    private final Surroundings surroundings;

    /** What surrounds a command; a test brings its own. */
    public record Surroundings(
            PrintStream out, PrintStream err, Passwords passwords, LongSupplier clockMillis, Pause pause) {}

    /** Asks for the password of an account. */
    public interface Passwords {
        /** Reads it, without an echo if a person types it; null at the end of the input. */
        @Nullable
        String read(String account);
    }

    /** Waits. */
    public interface Pause {
        /** Waits that long, in milliseconds. */
        void millis(int millis) throws InterruptedException;
    }

    /**
     * Commands for that service.
     *
     * @param control gives the service control manager, or null where there is none
     */
    public Commands(
            ServiceOptions options, Supplier<? extends @Nullable ServiceControl> control, Surroundings surroundings) {
        this.options = options;
        this.control = control;
        this.surroundings = surroundings;
    }

    /** Whether this is a command of this class. */
    public static boolean knows(String command) {
        return List.of("install", "uninstall", "start", "stop", "status").contains(command);
    }

    /** Executes one and answers what the process is to end with. */
    public int execute(String command, List<String> words) {
        try {
            ServiceControl scm = control.get();
            if (scm == null) {
                surroundings.err.println(command + " needs Windows; here use run, or a unit of systemd");
                return ExitCode.NOT_WINDOWS.number();
            }
            return execute(command, new Words(words), scm).number();
        } catch (UsageException | IllegalArgumentException e) {
            surroundings.err.println(command + ": " + e.getMessage());
            return ExitCode.USAGE.number();
        } catch (ServiceControlException e) {
            surroundings.err.println(command + ": " + advice(e));
            return ExitCode.of(e).number();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED.number();
        }
    }

    private ExitCode execute(String command, Words words, ServiceControl scm)
            throws UsageException, ServiceControlException, InterruptedException {
        if (command.equals("install")) {
            return install(InstallRequest.of(options, words), scm);
        }
        String name = name(command, words);
        if (command.equals("start")) {
            return start(name, words.rest(), scm);
        }
        words.end();
        return switch (command) {
            case "uninstall" -> uninstall(name, scm);
            case "stop" -> stop(name, scm);
            default -> status(name, scm);
        };
    }

    private String name(String command, Words words) throws UsageException {
        String name = options.name();
        for (String option = words.option(); option != null; option = words.option()) {
            if (!option.equals("--name")) {
                throw new UsageException(command + " has no option " + option);
            }
            name = options.toBuilder().name(words.value(option)).build().name();
        }
        return name;
    }

    private ExitCode install(InstallRequest request, ServiceControl scm)
            throws UsageException, ServiceControlException {
        String jar = Program.jar(request.jar());
        Program.checkArguments(request.arguments());
        List<String> arguments = new ArrayList<>(List.of(RUN_SERVICE));
        arguments.addAll(request.arguments());
        ServiceOptions installed = request.options();
        ImagePath image = new ImagePath(
                Program.java(request.java()),
                installed.jvmOptions(),
                Program.directory(installed.workingDirectory(), jar),
                jar,
                arguments);
        String password = password(installed.account());
        for (String each : scm.install(installed, image.commandLine(), password)) {
            surroundings.err.println("install: " + each);
        }
        surroundings.out.println("installed " + installed.name() + ": " + image.commandLine());
        return ExitCode.DONE;
    }

    /** Accounts of the system, of one service and managed ones have none. */
    private @Nullable String password(@Nullable String account) throws UsageException {
        if (account == null
                || account.equalsIgnoreCase("LocalSystem")
                || account.regionMatches(true, 0, "NT AUTHORITY\\", 0, 13)
                || account.regionMatches(true, 0, "NT SERVICE\\", 0, 11)
                || account.endsWith("$")) {
            return null;
        }
        String password = surroundings.passwords.read(account);
        if (password == null) {
            throw new UsageException("the account " + account + " needs a password, on standard input");
        }
        return password;
    }

    private ExitCode uninstall(String name, ServiceControl scm) throws ServiceControlException, InterruptedException {
        if (scm.query(name).state() != State.STOPPED) {
            ExitCode stopped = stop(name, scm);
            if (stopped != ExitCode.DONE) {
                return stopped;
            }
        }
        scm.uninstall(name);
        surroundings.out.println("uninstalled " + name);
        return ExitCode.DONE;
    }

    private ExitCode start(String name, List<String> arguments, ServiceControl scm)
            throws ServiceControlException, InterruptedException {
        scm.start(name, arguments);
        Report report = await(name, scm, State.START_PENDING, options.startMillis());
        return switch (report.state()) {
            case RUNNING -> {
                surroundings.out.println("started " + name + ", process " + report.processId());
                yield ExitCode.DONE;
            }
            case START_PENDING -> overdue(name, report);
            default -> {
                surroundings.err.println(
                        "start: " + name + " did not start" + end(report) + "; the event log says why");
                yield ExitCode.START_FAILED;
            }
        };
    }

    private ExitCode stop(String name, ServiceControl scm) throws ServiceControlException, InterruptedException {
        try {
            scm.stop(name);
        } catch (ServiceControlException e) {
            // Somebody else stops it already: then wait with him.
            if (e.osCode() != ServiceControlException.CANNOT_ACCEPT
                    || scm.query(name).state() != State.STOP_PENDING) {
                throw e;
            }
        }
        Report report = await(name, scm, State.STOP_PENDING, options.drainMillis());
        if (report.state() != State.STOPPED) {
            return overdue(name, report);
        }
        surroundings.out.println("stopped " + name + end(report));
        return ExitCode.DONE;
    }

    private ExitCode status(String name, ServiceControl scm) throws ServiceControlException {
        Report report = scm.query(name);
        surroundings.out.println(name + ": " + report.state()
                + (report.processId() == 0 ? "" : ", process " + report.processId()) + end(report));
        return report.state() == State.STOPPED ? ExitCode.NOT_RUNNING : ExitCode.DONE;
    }

    /** Waits while it is in that state, or still in one before. */
    private Report await(String name, ServiceControl scm, State pending, int limitMillis)
            throws ServiceControlException, InterruptedException {
        long deadlineMillis = surroundings.clockMillis.getAsLong() + limitMillis + MARGIN_MILLIS;
        Report report = scm.query(name);
        while (isBefore(report.state(), pending) && surroundings.clockMillis.getAsLong() - deadlineMillis < 0) {
            surroundings.pause.millis(POLL_MILLIS);
            report = scm.query(name);
        }
        return report;
    }

    private static boolean isBefore(State state, State pending) {
        return state == pending || (pending == State.STOP_PENDING && state != State.STOPPED);
    }

    private ExitCode overdue(String name, Report report) {
        surroundings.err.println(name + " is still " + report.state() + ", checkpoint " + report.checkPoint());
        return ExitCode.TIMED_OUT;
    }

    /** How it ended, if that is worth a word. */
    private static String end(Report report) {
        if (report.state() != State.STOPPED || report.exitCode() == 0) {
            return "";
        }
        return report.exitCode() == ServiceControlException.SPECIFIC_ERROR
                ? ", service-specific exit code " + report.specificCode()
                : ", exit code " + report.exitCode();
    }

    private static String advice(ServiceControlException refused) {
        String message = Objects.requireNonNull(refused.getMessage());
        return switch (refused.osCode()) {
            case ServiceControlException.ACCESS_DENIED ->
                message + " (this needs an administrator: open the console with \"Run as administrator\")";
            case ServiceControlException.EXISTS -> message + " (uninstall it first, or choose another --name)";
            case ServiceControlException.NOT_INSTALLED -> message + " (install it first, or check --name)";
            case ServiceControlException.MARKED_FOR_DELETE ->
                message + " (it goes when the last console of services that shows it is closed)";
            default -> message;
        };
    }
}
