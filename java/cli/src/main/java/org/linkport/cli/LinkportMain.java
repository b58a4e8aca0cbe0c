/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import org.linkport.cli.bench.BenchCommand;
import org.linkport.cli.file.CatCommand;
import org.linkport.cli.file.CpCommand;
import org.linkport.cli.file.GetCommand;
import org.linkport.cli.file.LsCommand;
import org.linkport.cli.file.PutCommand;
import org.linkport.cli.operate.LinksCommand;
import org.linkport.cli.operate.LogCommand;
import org.linkport.cli.operate.SendCommand;
import org.linkport.cli.operate.TopCommand;
import org.linkport.cli.serve.ServeCommand;
import org.linkport.cli.user.UserCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code linkport}. */
@Command(
        name = "linkport",
        description = "Very many long-lived TCP links: a server, and what talks to it.",
        subcommands = {
            ServeCommand.class,
            UserCommand.class,
            PutCommand.class,
            GetCommand.class,
            LsCommand.class,
            CatCommand.class,
            CpCommand.class,
            LinksCommand.class,
            SendCommand.class,
            LogCommand.class,
            TopCommand.class,
            BenchCommand.class,
            HelpCommand.class
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, all of it; a server that was asked to stop, too",
            "1:failed, for a reason that has no code of its own",
            "2:the command line or the configuration is not understood; nothing was done",
            "3:no connection to the server, or it was lost",
            "4:the server does not know the user or the secret, or does not permit that",
            "5:what was named is not there",
            "6:bytes came back changed, or a hash differs"
        },
        footer = "%n'linkport help COMMAND' says more about each.")
public final class LinkportMain implements Runnable {
    @Spec
    private CommandSpec spec;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    LinkportMain() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command is given");
    }

    /** Executes a command line; what is for the terminal goes to {@code out} and {@code err}. Returns its exit code. */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine command = commandLine(out, err);
        try {
            ConfigFile.apply(command, List.of(arguments));
        } catch (ParameterException e) {
            return Failures.usage(e, arguments);
        }
        return command.execute(arguments);
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new LinkportMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution)
                .setOut(out)
                .setErr(err);
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        LogOutput.ofClient();
        int exitCode = execute(writer(System.out, "stdout"), writer(System.err, "stderr"), args);
        LogOutput.end();
        System.exit(exitCode);
    }

    /** In the charset that the terminal has, by the properties of Java 19 and newer or of older ones. */
    private static PrintWriter writer(PrintStream stream, String name) {
        String ofOlder = System.getProperty(
                "sun." + name + ".encoding", Charset.defaultCharset().name());
        return new PrintWriter(stream, true, Charset.forName(System.getProperty(name + ".encoding", ofOlder)));
    }
}
