/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.util.List;
import java.util.regex.Pattern;

/** Which protocol a message type or a payload kind belongs to. Immutable. */
final class Routes {
    static final int NOWHERE = -1;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1," + Hello.NAME_BYTES_MAX + "}");

    private final List<Protocol> protocols;
    private final Protocol.Range[] types;
    private final Protocol.Range[] kinds;

    /** @throws IllegalArgumentException if two of them meet, or one is beyond its bounds */
    Routes(List<? extends Protocol> protocols) {
        this.protocols = List.copyOf(protocols);
        types = this.protocols.stream().map(Protocol::types).toArray(Protocol.Range[]::new);
        kinds = this.protocols.stream().map(Protocol::kinds).toArray(Protocol.Range[]::new);
        for (int i = 0; i < types.length; i++) {
            checkBounds(i);
            for (int k = 0; k < i; k++) {
                checkApart(i, k);
            }
        }
    }

    private void checkBounds(int i) {
        String name = name(i);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a protocol is '" + name + "' and must be " + NAME);
        }
        if (types[i].meets(new Protocol.Range(LinkKind.FIRST_LOGIN_TYPE, LinkKind.LAST_LOGIN_TYPE))) {
            throw new IllegalArgumentException(name + " has types of the login: " + types[i]);
        }
        if (!kinds[i].isWithin(LinkKind.FIRST_OF_PROTOCOLS, LinkKind.LAST_OF_PROTOCOLS)) {
            throw new IllegalArgumentException(name + " has kinds that are not for protocols: " + kinds[i]);
        }
    }

    private void checkApart(int i, int k) {
        if (name(i).equals(name(k)) || types[i].meets(types[k]) || kinds[i].meets(kinds[k])) {
            throw new IllegalArgumentException(name(i) + " and " + name(k) + " have the same name, types or kinds");
        }
    }

    private String name(int i) {
        return protocols.get(i).name();
    }

    int count() {
        return protocols.size();
    }

    Protocol get(int i) {
        return protocols.get(i);
    }

    List<String> names() {
        return protocols.stream().map(Protocol::name).toList();
    }

    /** The place of the protocol, or {@link #NOWHERE}. */
    int ofType(int type) {
        return find(types, type);
    }

    /** The place of the protocol, or {@link #NOWHERE}. */
    int ofKind(int kind) {
        return find(kinds, kind);
    }

    private static int find(Protocol.Range[] ranges, int number) {
        for (int i = 0; i < ranges.length; i++) {
            if (ranges[i].contains(number)) {
                return i;
            }
        }
        return NOWHERE;
    }
}
