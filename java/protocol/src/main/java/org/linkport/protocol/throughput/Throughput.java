/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.throughput;

import java.util.Objects;
import java.util.function.Function;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.Protocol;
import org.linkport.protocol.conversation.ProtocolHandler;

/** The protocol {@code throughput}: a server that echoes, counts and produces payloads, and its client. */
public final class Throughput implements Protocol {
    /** Its name, and that of the permission to speak it. */
    public static final String NAME = "throughput";

    /** The shortest payload with a number and text: kind, number, one byte. */
    public static final int PAYLOAD_BYTES_MIN = 6;

    /** The longest one. */
    public static final int PAYLOAD_BYTES_MAX = Text.PAYLOAD_BYTES_MAX;

    static final int ECHO = 0x60;
    static final int ECHOED = 0x61;
    static final int UPLOAD = 0x62;
    static final int COUNT = 0x63;
    static final int COUNTED = 0x64;
    static final int DOWNLOAD = 0x65;
    static final int DATA = 0x66;

    private final Function<Conversation, ProtocolHandler> handlers;

    private Throughput(Function<Conversation, ProtocolHandler> handlers) {
        this.handlers = handlers;
    }

    /** What a server has among its protocols. */
    public static Throughput server() {
        return new Throughput(ThroughputServer::new);
    }

    /** What a client has among its protocols; {@code program} is called once for each conversation in which it is spoken. */
    public static Throughput client(Function<ThroughputClient, ThroughputClient.Events> program) {
        Objects.requireNonNull(program, "program");
        return new Throughput(conversation -> new ThroughputClient(conversation, program));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Range kinds() {
        return new Range(0x60, 0x6F);
    }

    @Override
    public ProtocolHandler open(Conversation conversation) {
        return handlers.apply(conversation);
    }
}
