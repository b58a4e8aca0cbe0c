/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.linkport.service.internal.command.Commands;
import org.linkport.service.internal.command.ConsoleRun;
import org.linkport.service.internal.command.ServiceControl;
import org.linkport.service.internal.windows.WindowsControl;
import org.linkport.service.internal.windows.WindowsService;

/**
 * The command line of a program that is a service.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *     System.exit(ServiceCommand.run(OPTIONS, EchoService::new, args));
 * }
 * }</pre>
 *
 * <p>The first argument is a command: {@code install}, {@code uninstall}, {@code start}, {@code stop}, {@code status}
 * (these need Windows) or {@code run}, which runs the program in this process, in a console or in a unit of systemd.
 */
public final class ServiceCommand {
    private static final String USAGE = String.join(
            System.lineSeparator(),
            "usage: java -jar PROGRAM.jar COMMAND",
            "",
            "  run [ARGUMENT...]          in this process; Ctrl-C or SIGTERM stops it",
            "",
            "  install [OPTION...] [--] [ARGUMENT...]",
            "    --name NAME              the service's name (%s)",
            "    --display-name TEXT      what lists show",
            "    --description TEXT",
            "    --start MODE             auto, delayed, manual or disabled (%s)",
            "    --account NAME           who it runs as; a password is read from standard input where one is needed",
            "    --depends-on NAME        a service that must run before; may be repeated",
            "    --directory FOLDER       working directory (the folder of the jar)",
            "    --jvm-option OPTION      may be repeated",
            "    --jar FILE --java FILE   what to run (this jar, this JVM)",
            "  uninstall [--name NAME]    stops it first",
            "  start [--name NAME] [--] [ARGUMENT...]",
            "  stop [--name NAME]",
            "  status [--name NAME]",
            "",
            "exit codes: 0 done, 1 failed, 2 usage, 3 does not run, 4 not installed, 5 access denied,",
            "  6 already installed, 7 already running, 8 timed out, 9 start failed, 10 needs Windows;",
            "  of run: 0 stopped, or what the program failed with (1 to 255)");

    private ServiceCommand() {}

    /**
     * Executes the command in these arguments; {@code run} returns when the program has stopped. The caller ends the
     * process with the answer, by {@link System#exit}: threads of a program that did not stop in time may still run.
     *
     * @param options how it is installed and run
     * @param program makes the program; called once, on the thread that starts it, if the command is to run it
     * @return the exit code of the process; the usage text lists them
     */
    public static int run(ServiceOptions options, Supplier<? extends ServiceMain> program, String... args) {
        if (args.length == 0 || List.of("help", "--help", "-h").contains(args[0])) {
            (args.length == 0 ? System.err : System.out)
                    .printf(
                            USAGE + "%n",
                            options.name(),
                            options.startMode().name().toLowerCase(Locale.ROOT));
            return args.length == 0 ? 2 : 0;
        }
        List<String> rest = List.of(args).subList(1, args.length);
        if (args[0].equals("run")) {
            return ConsoleRun.run(options, program, rest);
        }
        if (args[0].equals(Commands.RUN_SERVICE)) {
            return runService(options, program, rest);
        }
        if (Commands.knows(args[0])) {
            return commands(options).execute(args[0], rest);
        }
        System.err.println("there is no command '" + args[0] + "'; help lists them");
        return 2;
    }

    private static int runService(
            ServiceOptions options, Supplier<? extends ServiceMain> program, List<String> arguments) {
        if (!isWindows()) {
            System.err.println("only the service control manager of Windows may use this command; use run");
            return 10;
        }
        try {
            return new WindowsService(options, program, arguments).run();
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private static Commands commands(ServiceOptions options) {
        Supplier<@Nullable ServiceControl> control = () -> isWindows() ? new WindowsControl() : null;
        return new Commands(
                options,
                control,
                new Commands.Surroundings(
                        System.out,
                        System.err,
                        ServiceCommand::password,
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                        Thread::sleep));
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on never null, and then it reads what is redirected as well
    private static @Nullable String password(String account) {
        Console console = System.console();
        if (console != null) {
            char[] typed = console.readPassword("password of %s: ", account);
            return typed == null ? null : new String(typed);
        }
        try {
            return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
