/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;

/**
 * Open links of one {@link Linkport} that belong together: {@linkplain Linkport#links all of them}, a {@link LinkGroup},
 * or those {@linkplain Links#boundTo bound to a key}. A live view: a link leaves it by itself before its {@code onClose}
 * is called. All methods may be called from any thread, callbacks included.
 *
 * <p>Iteration is weakly consistent: it stops nothing, sees every link that belongs here throughout, and may or may not
 * see one that comes or goes meanwhile.
 */
public interface LinkSet extends Iterable<Link> {
    /** Links in it now. */
    int count();

    /** Whether that link is in it now. */
    boolean contains(Link link);

    /** A new list of the links that are in it now, as iteration sees them. */
    List<Link> toList();

    /** {@link #broadcast(ByteBuffer, Predicate)} to every link. */
    default Broadcast broadcast(ByteBuffer message) {
        return broadcast(message, link -> true);
    }

    /**
     * Sends the bytes between position and limit, as one message, on every link for which {@code which} answers true.
     * It is {@link Link#send(ByteBuffer)} for each of them, limits, water marks and order included, but that each worker
     * is woken once at most and not for each link. Links have it in no particular order. The bytes are copied: the
     * buffer may be reused on return; its position and limit stay.
     *
     * @param which runs on the calling thread, before anything is sent; if it throws, nothing is
     */
    Broadcast broadcast(ByteBuffer message, Predicate<? super Link> which);

    /**
     * Closes gracefully, as {@link Link#close} does, every link for which {@code which} answers true, and wakes each
     * worker once at most.
     *
     * <pre>{@code
     * port.links().closeIf(link -> link.ageMillis() > 86_400_000);
     * port.links().closeIf(link -> link.remoteAddress().getAddress().equals(banned));
     * }</pre>
     *
     * @param which runs on the calling thread, before anything is closed; if it throws, nothing is
     * @return how many are closed by this call; others were about to close already
     */
    int closeIf(Predicate<? super Link> which);
}
