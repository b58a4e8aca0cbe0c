/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;

/** A set of permissions on the wire. */
public final class Permissions {
    /** The longest that one may be, in bytes. */
    static final int BYTES_MAX = 64;

    private static final int COUNT_MAX = 48;

    private Permissions() {}

    /** Writes them, in order. */
    public static ByteBuffer write(Set<String> permissions) {
        ValueWriter writer = ValueWriter.growing(2 + COUNT_MAX * (2 + BYTES_MAX), ByteOrder.BIG_ENDIAN)
                .u8(permissions.size());
        permissions.stream().sorted().forEach(each -> writer.text(LengthForm.U16, each, StandardCharsets.UTF_8));
        return writer.take();
    }

    /**
     * Reads them.
     *
     * @throws org.linkport.protocol.value.ValueException if these are none
     */
    public static Set<String> read(ValueReader fields) {
        Set<String> permissions = new HashSet<>();
        for (int left = fields.u8(); left > 0; left--) {
            permissions.add(fields.text(LengthForm.U16, BYTES_MAX, StandardCharsets.UTF_8));
        }
        return permissions;
    }
}
