/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.linkport.ConnectOptions;
import org.linkport.Engine;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.TcpAddress;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.value.ValueException;
import picocli.CommandLine.Option;

/** Options that name a server and who logs in there. */
public final class ServerOption {
    @Option(
            names = {"-s", "--server"},
            paramLabel = "ADDRESS",
            converter = TcpAddress.Parser.class,
            defaultValue = "${env:LINKPORT_SERVER:-9700}",
            description = "The server: PORT of this machine, HOST:PORT (${DEFAULT-VALUE}; or LINKPORT_SERVER).")
    private TcpAddress server;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME",
            defaultValue = "${env:LINKPORT_USER}",
            description = "Who logs in; without it nobody says who it is. Or LINKPORT_USER.")
    private @Nullable String user;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description =
                    "The first line of this file is the secret; or LINKPORT_SECRET, or it is asked for at a terminal.")
    private @Nullable Path secretFile;

    @Option(
            names = "--connect-seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long a connect may take, 1 to 600 (${DEFAULT-VALUE}).")
    private int connectSeconds;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Engine engine;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public ServerOption() {}

    /** The same engine and patience, but another server and user. */
    public ServerOption at(TcpAddress address, @Nullable String otherUser, @Nullable Path otherSecretFile) {
        ServerOption other = new ServerOption();
        other.server = address;
        other.user = otherUser;
        other.secretFile = otherSecretFile;
        other.connectSeconds = connectSeconds;
        other.engine = engine;
        return other;
    }

    /** Where it is, as it was written. */
    public TcpAddress address() {
        return server;
    }

    /** On which engine this side runs. */
    public Engine engine() {
        return engine;
    }

    /** How it is connected to. */
    public ConnectOptions connect() {
        int seconds = Math.max(1, Math.min(600, connectSeconds));
        return ConnectOptions.DEFAULT.withTimeoutMillis(seconds * 1_000);
    }

    /**
     * Who logs in. Blocks while a person types.
     *
     * @throws CommandFailure if the secret is nowhere, or cannot be one
     */
    public Credentials credentials() {
        if (user == null || user.isEmpty()) {
            return Credentials.anonymous();
        }
        try {
            return Credentials.of(user, Secret.of(user, secretFile));
        } catch (ValueException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
