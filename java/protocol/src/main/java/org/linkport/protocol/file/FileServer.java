/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.linkport.Linkport;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.FileRoot;

/**
 * Serves the files below a root: one of the protocols of {@link org.linkport.protocol.conversation.Conversations}. Who reads
 * needs the permission {@code files:read}, who changes anything {@code files:write}.
 *
 * <pre>{@code
 * FileServer files = new FileServer(port, FileRoot.open(directory), pool, FileServerOptions.DEFAULT);
 * port.listen(address, new Conversations(ConversationOptions.DEFAULT, access, List.of(files)));
 * }</pre>
 *
 * Any thread.
 */
public final class FileServer extends FileProtocol {
    private static final int STORED_MAX = 1_024;

    private final Linkport port;
    private final FileRoot root;
    private final Executor executor;
    private final FileServerOptions options;
    private final TokenBucket rate;
    private final AtomicInteger openFiles = new AtomicInteger();

    /* under the lock */
    private final Map<UploadKey, ServedUpload> uploads = new LinkedHashMap<>();
    private final Map<UploadKey, Stored> stored = new LinkedHashMap<>();

    /** What names one upload over all of its links. */
    record UploadKey(String path, String token) {}

    /** An upload that was acknowledged, though whoever sent it may not know. */
    record Stored(long sizeBytes, ByteBuffer hash) {}

    /**
     * Makes a server, which needs no end.
     *
     * @param port of the links that it will serve
     * @param executor where files are read and written, which blocks; several threads at once are better than one. It is
     *     the caller's, and outlives the links
     */
    public FileServer(Linkport port, FileRoot root, Executor executor, FileServerOptions options) {
        this.port = Objects.requireNonNull(port, "port");
        this.root = Objects.requireNonNull(root, "root");
        this.executor = Objects.requireNonNull(executor, "executor");
        this.options = Objects.requireNonNull(options, "options");
        this.rate = new TokenBucket(options.serverRate(), System::nanoTime);
    }

    @Override
    public ProtocolHandler open(Conversation conversation) {
        return new ServedFiles(this, conversation);
    }

    /** Uploads, downloads and files that are open. */
    public int openFiles() {
        return openFiles.get();
    }

    /** What it serves. */
    public FileRoot root() {
        return root;
    }

    Linkport port() {
        return port;
    }

    FileServerOptions options() {
        return options;
    }

    FileLane newLane() {
        return new FileLane(executor);
    }

    Throttle newThrottle() {
        return Throttle.of(options.transferRate(), rate);
    }

    /** One more is open. */
    void opened() {
        if (openFiles.incrementAndGet() > options.maxOpenFiles()) {
            openFiles.decrementAndGet();
            throw new FileException(FileFailure.TOO_MANY, "more than " + options.maxOpenFiles() + " files");
        }
    }

    void closed() {
        openFiles.decrementAndGet();
    }

    /** An upload begins; the one of the same key that is under way, on a link that may be dead. */
    synchronized @Nullable ServedUpload begins(UploadKey key, ServedUpload upload) {
        return uploads.put(key, upload);
    }

    synchronized void ends(UploadKey key, ServedUpload upload) {
        uploads.remove(key, upload);
    }

    synchronized void stored(UploadKey key, Stored what) {
        stored.put(key, what);
        if (stored.size() > STORED_MAX) {
            Iterator<UploadKey> oldest = stored.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** What was stored by that upload, if it is known still. */
    synchronized @Nullable Stored stored(UploadKey key) {
        return stored.get(key);
    }
}
