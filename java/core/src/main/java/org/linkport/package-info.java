// SPDX-License-Identifier: Apache-2.0
/**
 * Many long-lived TCP links: native I/O completion ports on Windows, {@code java.nio} everywhere else, one contract.
 *
 * <p>The words: a {@link org.linkport.Linkport} owns {@link org.linkport.Worker}s, listeners and links. A
 * {@link org.linkport.Link} is one TCP connection and belongs to one worker for life. A worker is one thread; it calls
 * the {@link org.linkport.LinkHandler} of each of its links.
 *
 * <p>The promise about threads: the callbacks of one link never overlap and each happens-before the next. They run on
 * the link's worker, so a callback that blocks delays every other link of that worker. Methods of {@code Linkport},
 * {@code Listener}, {@code Link} and {@code Links} may be called from any thread unless they say otherwise, and none of
 * them blocks unless it says so.
 *
 * <p>Expected outcomes are values ({@link org.linkport.SendResult}, {@link org.linkport.CloseReason}); failures of the
 * operating system are typed reasons with its code; mistakes in a program throw.
 */
@NullMarked
package org.linkport;

import org.jspecify.annotations.NullMarked;
