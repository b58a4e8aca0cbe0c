// SPDX-License-Identifier: Apache-2.0
/**
 * Files over links: uploads and downloads that go on where they were after any number of broken links, files that are open
 * at a server, listings. A server is a {@link org.linkport.protocol.file.FileServer}, a client a
 * {@link org.linkport.protocol.file.FileClient}; each is one protocol of a conversation. Many transfers share a link by turns,
 * and none of them ever blocks a worker.
 */
@NullMarked
package org.linkport.protocol.file;

import org.jspecify.annotations.NullMarked;
