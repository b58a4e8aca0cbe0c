/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.linkport.LinkportException;
import org.linkport.ReconnectPolicy;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationException;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.message.MessageFailure;

/**
 * Keeps a {@link FileClient} connected: a conversation, and another one whenever it has ended, as the policy says, until it is
 * closed or gives up. Any thread.
 */
public final class FileLinks implements AutoCloseable {
    private final FileClient client;
    private final Supplier<CompletionStage<Conversation>> connect;
    private final ReconnectPolicy policy;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /* under the lock */
    private @Nullable Conversation current;
    private boolean closed;
    private int failures;
    private long lostAtNanos = System.nanoTime();

    private FileLinks(FileClient client, Supplier<CompletionStage<Conversation>> connect, ReconnectPolicy policy) {
        this.client = client;
        this.connect = connect;
        this.policy = policy;
    }

    /**
     * Connects, and again and again.
     *
     * @param connect begins a conversation that has {@code client} among its protocols; what it throws at first is thrown
     *     here, and later counts as an attempt that has failed
     * @param policy when to try again, and when not to; after that, transfers fail with {@link FileFailure#LINK_ENDED}, and
     *     with {@link FileFailure#ACCESS_DENIED} at once if the server does not let the user in, or has no files for it
     */
    public static FileLinks keep(
            FileClient client, Supplier<CompletionStage<Conversation>> connect, ReconnectPolicy policy) {
        FileLinks links = new FileLinks(
                Objects.requireNonNull(client, "client"),
                Objects.requireNonNull(connect, "connect"),
                Objects.requireNonNull(policy, "policy"));
        links.await(connect.get());
        return links;
    }

    private void connect() {
        synchronized (this) {
            if (closed) {
                ended.complete(null);
                return;
            }
        }
        CompletionStage<Conversation> attempt;
        try {
            attempt = connect.get();
        } catch (RuntimeException e) { // there is nobody here to whom it could be thrown
            lost(e);
            return;
        }
        await(attempt);
    }

    private void await(CompletionStage<Conversation> attempt) {
        attempt.whenComplete((conversation, failure) -> {
            if (conversation == null) {
                lost(failure);
            } else {
                connected(conversation);
            }
        });
    }

    private void connected(Conversation conversation) {
        boolean unwanted;
        synchronized (this) {
            current = conversation;
            unwanted = closed;
        }
        boolean noFiles = !conversation.speaks(client.name());
        if (unwanted || noFiles) {
            conversation.close();
        }
        long since = System.nanoTime();
        conversation.ended().thenAccept(reason -> {
            synchronized (this) {
                current = null;
                lostAtNanos = System.nanoTime();
                if (TimeUnit.NANOSECONDS.toMillis(lostAtNanos - since) >= policy.stableMillis()) {
                    failures = 0;
                }
            }
            lost(noFiles ? new NoFiles() : null);
        });
    }

    private void lost(@Nullable Throwable failure) {
        long delayMillis;
        synchronized (this) {
            failures++;
            long withoutMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lostAtNanos);
            closed |= policy.givesUp(failures, withoutMillis) || isFinal(failure);
            delayMillis =
                    policy.delayMillis(failures, ThreadLocalRandom.current().nextDouble());
            if (!closed) {
                Executor later = CompletableFuture.delayedExecutor(delayMillis, TimeUnit.MILLISECONDS, Runnable::run);
                later.execute(this::connect);
                return;
            }
        }
        FileFailure why = isFinal(failure) ? FileFailure.ACCESS_DENIED : FileFailure.LINK_ENDED;
        client.close(new FileException(why, "the server cannot be spoken to any more", failure));
        ended.complete(null);
    }

    /** Who may not log in, or may not speak of files, may not in a second either. */
    private static boolean isFinal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof NoFiles
                || (cause instanceof ConversationException ended
                        && switch (ended.why()) {
                            case LOGIN_REFUSED -> ended.code() != MessageFailure.LOGIN_LATER;
                            case NO_LOGIN, SERVER_NOT_PROVEN -> true;
                            default -> false;
                        });
    }

    /** There is a conversation in which the protocol is not spoken. */
    private static final class NoFiles extends LinkportException {
        private static final long serialVersionUID = 1L;

        NoFiles() {
            super("the server has no files, or none for this user", null);
        }
    }

    /** Connects no more, closes the conversation and the client. Returns at once. */
    @Override
    public void close() {
        Conversation last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        client.close();
        if (last != null) {
            last.close();
        }
    }

    /** Completes when it was closed, or has given up, and has no conversation any more. */
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }
}
