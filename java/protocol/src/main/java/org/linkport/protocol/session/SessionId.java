/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.linkport.protocol.value.ValueReader;

/** What names a session and proves that a link belongs to it: 16 bytes that nobody guesses. Not to be logged. */
record SessionId(long high, long low) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static SessionId random() {
        return new SessionId(RANDOM.nextLong(), RANDOM.nextLong());
    }

    static SessionId read(ValueReader reader) {
        return new SessionId(reader.i64(), reader.i64());
    }

    ByteBuffer put(ByteBuffer target) {
        return target.putLong(high).putLong(low);
    }

    @Override
    public String toString() {
        return "SessionId";
    }
}
