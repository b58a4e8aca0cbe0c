/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.operate;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.client.ServerLink;
import org.linkport.cli.client.ServerOption;
import org.linkport.protocol.links.LinkClient;
import org.linkport.protocol.links.LinkControl;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code linkport send}: has a server send something to one of its links, or to all. */
@Command(
        name = "send",
        description = "Has a server send text or bytes to one of its links, or to all.",
        abbreviateSynopsis = true,
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer =
                "%nLinks on which the server speaks its protocols get a notice, if their client takes any; all others, those of"
                        + " --echo for instance, get the bytes.")
public final class SendCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOption server;

    @ArgGroup(multiplicity = "1")
    private Whom whom;

    @Option(
            names = "--hex",
            description = "What is sent is written in hexadecimal digits: 48656c6c6f, 48:65:6c or '48 65'.")
    private boolean hex;

    @Parameters(paramLabel = "TEXT", description = "What is sent, in UTF-8; nothing is put behind it.")
    private String text;

    /** One link or all. */
    static final class Whom {
        @Option(names = "--to", paramLabel = "ID", description = "The link with that id, see 'linkport links'.")
        private long id;

        @Option(names = "--all", description = "All links but the one of this command.")
        void all(boolean wanted) {
            id = LinkClient.ALL;
        }
    }

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public SendCommand() {}

    @Override
    public Integer call() {
        byte[] bytes = hex ? unhex() : text.getBytes(StandardCharsets.UTF_8);
        try (ServerLink link = ServerLink.open(server, List.of(LinkControl.client(notice -> {})))
                .speaking(LinkControl.NAME)) {
            LinkClient client = link.conversation().handler(LinkClient.class).orElseThrow();
            int given = ServerLink.await("send", client.send(whom.id, bytes));
            if (whom.id != LinkClient.ALL && given == 0) {
                throw new CommandFailure(
                        ExitCode.NOT_FOUND, "there is no link " + whom.id + ", or it takes nothing now");
            }
            spec.commandLine().getOut().println("sent " + bytes.length + " bytes to " + given + " links");
            return ExitCode.OK;
        }
    }

    private byte[] unhex() {
        try {
            return HexFormat.of().parseHex(text.replaceAll("[ :]", ""));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "'" + text + "' is not written in hexadecimal digits, two for each byte", e);
        }
    }
}
