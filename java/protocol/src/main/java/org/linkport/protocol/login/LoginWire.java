/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueException;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;

/** Requests with which a client logs in, and their answers: see docs/protocol.md. */
public final class LoginWire {
    /** A login by name and secret, as a greeting names it. */
    public static final String SCRAM = "SCRAM-SHA-256";

    /** A login without a name, as a greeting names it. */
    public static final String ANONYMOUS = "ANONYMOUS";

    /** The type of a request with the client's first SCRAM message; answered with the server's first. */
    public static final int TYPE_FIRST = 0x8000;

    /** The type of a request with the client's last SCRAM message; answered with permissions and the server's last. */
    public static final int TYPE_LAST = 0x8001;

    /** The type of a request without a body; answered with permissions. */
    public static final int TYPE_ANONYMOUS = 0x8002;

    /** As many permissions may one have. */
    static final int PERMISSIONS_MAX = 48;

    private static final int PERMISSION_BYTES_MAX = 64;
    private static final int ANSWER_BYTES_MAX = 4_000;

    private LoginWire() {}

    /** The answer to a login that succeeded. */
    static ByteBuffer in(Set<String> permissions, String serverLast) {
        ValueWriter writer =
                ValueWriter.growing(ANSWER_BYTES_MAX, ByteOrder.BIG_ENDIAN).u8(permissions.size());
        permissions.stream().sorted().forEach(each -> writer.text(LengthForm.U16, each, StandardCharsets.UTF_8));
        return writer.bytes(serverLast.getBytes(StandardCharsets.UTF_8)).take();
    }

    /**
     * Reads the permissions at the beginning of an answer; the server's last message, if there is one, is what is left.
     *
     * @throws ValueException if there are none
     */
    public static Set<String> permissions(ValueReader answer) {
        Set<String> permissions = new HashSet<>();
        int count = answer.u8();
        if (count > PERMISSIONS_MAX) {
            throw new ValueException(count + " permissions");
        }
        for (int i = 0; i < count; i++) {
            permissions.add(answer.text(LengthForm.U16, PERMISSION_BYTES_MAX, StandardCharsets.UTF_8));
        }
        return permissions;
    }

    /**
     * Reads what is left as text.
     *
     * @throws ValueException if it is none
     */
    public static String text(ValueReader fields) {
        return fields.text(fields.remaining(), StandardCharsets.UTF_8);
    }
}
