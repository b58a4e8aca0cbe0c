/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.client;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.linkport.ConnectFailedException;
import org.linkport.Linkport;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationException;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.conversation.Protocol;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.RequestException;

/** One conversation of a subcommand with its server, on a linkport of its own. */
public final class ServerLink implements AutoCloseable {
    private final Linkport port;
    private final Conversation conversation;

    private ServerLink(Linkport port, Conversation conversation) {
        this.port = port;
        this.conversation = conversation;
    }

    /**
     * Connects and logs in. Blocks.
     *
     * @throws CommandFailure if that cannot be, and why
     */
    public static ServerLink open(ServerOption server, List<? extends Protocol> protocols) {
        return open(server, server.credentials(), protocols);
    }

    /** The same with credentials that are known already. */
    public static ServerLink open(ServerOption server, Credentials credentials, List<? extends Protocol> protocols) {
        Linkport port = Linkport.builder()
                .name("linkport-client")
                .engine(server.engine())
                .workers(1)
                .maxLinks(64)
                .shutdownMillis(2_000)
                .open();
        try {
            return new ServerLink(port, connect(port, server, credentials, protocols));
        } catch (RuntimeException | Error e) {
            port.close();
            throw e;
        }
    }

    private static Conversation connect(
            Linkport port, ServerOption server, Credentials credentials, List<? extends Protocol> protocols) {
        return await(
                "connect to " + server.address(),
                Conversation.connect(
                        port,
                        server.address().socketAddress(),
                        server.connect(),
                        ConversationOptions.DEFAULT,
                        credentials,
                        protocols));
    }

    /**
     * Waits for what was asked of a server.
     *
     * @param what it was, for the failure: "connect to 127.0.0.1:9700"
     * @throws CommandFailure if it failed, with the exit code for that
     */
    public static <T> T await(String what, CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "cannot " + what + ": interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandFailure(exitCode(cause), text(what, cause), cause);
        }
    }

    /** What was asked, what was found and, where that is known, what to do: each once. */
    private static String text(String what, Throwable failure) {
        if (failure instanceof ConnectFailedException) {
            return String.valueOf(failure.getMessage()); // which names the address, too
        }
        return "cannot " + what + ": " + reason(what, failure) + advice(failure);
    }

    /**
     * Why something failed, for a line that says what it was.
     *
     * @param what the names in it are not said again
     */
    public static String reason(String what, Throwable failure) {
        if (failure instanceof FileException refused && isNamed(what, refused.detail())) {
            return refused.failure().text();
        }
        if (failure instanceof RequestException refused) {
            return refused.text();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** As {@code 'name'}, {@code 'address name'} or the last name of a path. */
    private static boolean isNamed(String what, String name) {
        return "' /\\".chars().anyMatch(before -> what.contains((char) before + name + "'"));
    }

    private static String advice(Throwable failure) {
        if (!(failure instanceof ConversationException refused)) {
            return "";
        }
        return switch (refused.why()) {
            case LOGIN_REFUSED -> refused.code() == MessageFailure.LOGIN_FAILED ? "; check --user and the secret" : "";
            case NO_LOGIN -> "; --user says who logs in, or nobody without it";
            case SERVER_NOT_PROVEN -> "; it may be another server: check the address";
            case BREACH, TOO_LATE, LINK_ENDED -> "; check that a server of linkport listens there";
            case GOODBYE -> "";
        };
    }

    /** The exit code for a failure that a server, or the way to it, is the cause of. */
    public static int exitCode(Throwable failure) {
        if (failure instanceof ConnectFailedException) {
            return ExitCode.NO_CONNECTION;
        }
        if (failure instanceof ConversationException refused) {
            return switch (refused.why()) {
                case LOGIN_REFUSED, NO_LOGIN, SERVER_NOT_PROVEN -> ExitCode.NOT_PERMITTED;
                default -> ExitCode.NO_CONNECTION;
            };
        }
        if (failure instanceof RequestException refused) {
            return switch (refused.why()) {
                case ENDED, LOST, TIMED_OUT -> ExitCode.NO_CONNECTION;
                case REFUSED ->
                    refused.code() == MessageFailure.NOT_PERMITTED ? ExitCode.NOT_PERMITTED : ExitCode.FAILED;
                default -> ExitCode.FAILED;
            };
        }
        return failure instanceof FileException refused ? exitCode(refused.failure()) : ExitCode.FAILED;
    }

    private static int exitCode(FileFailure failure) {
        return switch (failure) {
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case ACCESS_DENIED -> ExitCode.NOT_PERMITTED;
            case HASH_MISMATCH, CHANGED -> ExitCode.WRONG_BYTES;
            case LINK_ENDED -> ExitCode.NO_CONNECTION;
            default -> ExitCode.FAILED;
        };
    }

    /**
     * Fails unless the protocol is spoken here.
     *
     * @throws CommandFailure naming it and the user
     */
    public ServerLink speaking(String protocol) {
        if (!conversation.speaks(protocol)) {
            close();
            String who = conversation.user().isAnonymous()
                    ? "nobody in particular"
                    : conversation.user().name();
            throw new CommandFailure(
                    ExitCode.NOT_PERMITTED,
                    "the server does not speak '" + protocol + "' with " + who
                            + "; the user needs that permission, and the server that protocol");
        }
        return this;
    }

    /** What it is. */
    public Conversation conversation() {
        return conversation;
    }

    /** What it runs on. */
    public Linkport port() {
        return port;
    }

    /** Says goodbye and ends everything. Blocks. */
    @Override
    public void close() {
        conversation.close();
        port.close();
    }
}
