/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for what. A browser is asked on whose behalf it comes, since it is on this machine and so may reach what
 * other machines may not: pages of elsewhere are refused by {@code Sec-Fetch-Site} and {@code Origin}, and names of
 * elsewhere that were made to point here by {@code Host}. What changes something needs the token, always.
 */
public final class Access {
    private static final Pattern IP_LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
    private static final String BEARER = "Bearer ";

    private final boolean loopback;
    private final byte[] token;
    private final Set<String> hosts;

    /** @param loopback whether it is bound to loopback: then names of this machine alone will do, and reading is free */
    public Access(boolean loopback, String token, Set<String> hosts) {
        this.loopback = loopback;
        this.token = token.getBytes(StandardCharsets.US_ASCII);
        this.hosts = hosts;
    }

    /** What a request needs. */
    public enum Need {
        /** It tells nothing of the program. */
        NOTHING,
        /** It tells something. */
        READ,
        /** It changes something. */
        ACT
    }

    /** Why a request is refused, or null if it is not. */
    @Nullable
    Answer refusal(Request request, Need need) {
        if (!isHostOurs(request.header("Host"))) {
            return Answer.text(403, "this host name is not one of the console's");
        }
        if (need == Need.NOTHING) {
            return null;
        }
        if (isOfElsewhere(request)) {
            return Answer.text(403, "pages of elsewhere may not ask the console");
        }
        if ((need == Need.ACT || !loopback) && !hasToken(request.header("Authorization"))) {
            return Answer.text(401, "this needs the console's token: Authorization: Bearer TOKEN");
        }
        return null;
    }

    private boolean isHostOurs(@Nullable String header) {
        if (header == null) {
            return false;
        }
        String host = header.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
        return hosts.contains(host)
                || (loopback ? LOOPBACK : IP_LITERAL).matcher(host).matches()
                || (!loopback && LOOPBACK.matcher(host).matches());
    }

    private static boolean isOfElsewhere(Request request) {
        String site = request.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        String origin = request.header("Origin");
        return origin != null && !isAuthority(origin, request.header("Host"));
    }

    private static boolean isAuthority(String origin, @Nullable String host) {
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** In a time that does not tell how much of it is right. */
    private boolean hasToken(@Nullable String authorization) {
        return authorization != null
                && authorization.startsWith(BEARER)
                && MessageDigest.isEqual(
                        token, authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
    }
}
