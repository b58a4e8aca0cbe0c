// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions that outlive their links: each message reaches the other side's handler exactly once and in order, however often
 * the link between them breaks, as long as both sessions live; and where that could not be kept, a gap is told.
 *
 * <pre>{@code
 * Sessions sessions = new Sessions(SessionOptions.DEFAULT);
 * port.listen(address, sessions.server(FRAMING, () -> new MyHandler()));          // there
 * Session session = sessions.client(port, addresses, FRAMING, new MyHandler());   // here
 * }</pre>
 */
@NullMarked
package org.linkport.protocol.session;

import org.jspecify.annotations.NullMarked;
