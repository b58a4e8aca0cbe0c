/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import java.util.ArrayList;
import java.util.List;
import org.linkport.cli.client.ServerLink;
import org.linkport.protocol.file.FileClient;
import org.linkport.protocol.file.store.FileEntry;

/**
 * What is at a path of a server, and everything below it, directories before what is in them. It is read before anything of it
 * is used: so a directory may be copied into itself.
 */
final class RemoteTree {
    private final FileClient client;
    private final List<Node> nodes = new ArrayList<>();

    /**
     * One entry.
     *
     * @param path at the server
     * @param below the same from the top of the tree; empty for the top
     */
    record Node(FileEntry.Kind kind, String path, String below, long bytes) {}

    private RemoteTree(FileClient client) {
        this.client = client;
    }

    /**
     * Lists it. Blocks.
     *
     * @throws org.linkport.cli.CommandFailure if it cannot be listed, and why
     */
    static List<Node> under(FileClient client, String path, FileEntry top) {
        RemoteTree tree = new RemoteTree(client);
        tree.add(top, path, "");
        return tree.nodes;
    }

    private void add(FileEntry entry, String path, String below) {
        nodes.add(new Node(entry.kind(), path, below, entry.sizeBytes()));
        if (entry.kind() == FileEntry.Kind.DIRECTORY) {
            for (FileEntry each : ServerLink.await("list '" + path + "'", client.list(path))) {
                add(each, join(path, each.name()), join(below, each.name()));
            }
        }
    }

    /** A path below another one; what is empty adds nothing. */
    static String join(String path, String below) {
        return path.isEmpty() || path.endsWith("/") || below.isEmpty() ? path + below : path + "/" + below;
    }
}
