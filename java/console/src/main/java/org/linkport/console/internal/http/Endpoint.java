/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.http;

import java.io.IOException;

/** Answers one kind of request. Runs on a thread of its own, which a deadline may interrupt. */
@FunctionalInterface
public interface Endpoint {
    /** The answer; a {@link Request.BadRequest} is one too. */
    Answer answer(Request request) throws IOException;

    /** Answers for as long as the client stays. */
    @FunctionalInterface
    interface Streaming {
        /** Writes until the client goes or the thread is interrupted. */
        void stream(Request request, EventStream stream) throws IOException;
    }
}
