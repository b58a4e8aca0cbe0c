/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;

/** The protocols of one conversation. Where the callbacks run, unless a method says otherwise. */
final class OpenProtocols {
    private final Routes routes;
    private final boolean[] refused;
    private final @Nullable OpenProtocol[] open; // filled before anybody else has the conversation

    OpenProtocols(Routes routes) {
        this.routes = routes;
        this.refused = new boolean[routes.count()];
        this.open = new OpenProtocol[routes.count()];
    }

    /** What the peer speaks, too, and the user may. */
    void open(Conversation conversation, Hello peer, Lane.Owner owner) {
        for (int i = 0; i < open.length; i++) {
            Protocol protocol = routes.get(i);
            refused[i] = !conversation.user().mayAny(protocol.permissions());
            if (!refused[i] && peer.protocols().contains(protocol.name())) {
                open[i] = new OpenProtocol(protocol, protocol.open(conversation), owner);
            }
        }
    }

    /** Any thread. */
    boolean isOpen(String name) {
        for (int i = 0; i < open.length; i++) {
            if (open[i] != null && routes.get(i).name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Any thread. */
    <T extends ProtocolHandler> Optional<T> handler(Class<T> type) {
        for (OpenProtocol each : open) {
            if (each != null && type.isInstance(each.handler())) {
                return Optional.of(type.cast(each.handler()));
            }
        }
        return Optional.empty();
    }

    void request(Request request) {
        int place = routes.ofType(request.type());
        OpenProtocol to = at(place);
        if (to != null) {
            to.request(request);
        } else if (isRefused(place)) {
            request.fail(MessageFailure.NOT_PERMITTED, "not permitted: " + request.type());
        } else {
            request.fail(MessageFailure.NO_SUCH_TYPE, "no such type: " + request.type());
        }
    }

    /** @throws FrameException if it belongs to none, or to one that the user may not speak */
    void message(int type, ByteBuffer body) {
        atOrThrow(routes.ofType(type), "a message of type ", type).message(type, body);
    }

    /** @throws FrameException if it belongs to none, or to one that the user may not speak */
    void payload(int kind, ByteBuffer payload) {
        atOrThrow(routes.ofKind(kind), "a payload of kind ", kind).payload(kind, payload);
    }

    private @Nullable OpenProtocol at(int place) {
        return place == Routes.NOWHERE ? null : open[place];
    }

    private boolean isRefused(int place) {
        return place != Routes.NOWHERE && refused[place];
    }

    private OpenProtocol atOrThrow(int place, String what, int number) {
        OpenProtocol to = at(place);
        if (to == null) {
            throw new FrameException(
                    isRefused(place) ? FrameFault.NOT_PERMITTED : FrameFault.UNKNOWN_KIND, what + number);
        }
        return to;
    }

    void writable() {
        for (OpenProtocol each : open) {
            if (each != null) {
                each.writable();
            }
        }
    }

    /** The link has ended. */
    void close(CloseReason reason, Runnable then) {
        AtomicInteger left = new AtomicInteger(
                1 + (int) Arrays.stream(open).filter(each -> each != null).count());
        Runnable one = () -> {
            if (left.decrementAndGet() == 0) {
                then.run();
            }
        };
        RuntimeException first = null;
        for (OpenProtocol each : open) {
            try {
                if (each != null) {
                    each.close(reason, one);
                }
            } catch (RuntimeException e) { // the others are told nevertheless
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        one.run();
        if (first != null) {
            throw first;
        }
    }
}
