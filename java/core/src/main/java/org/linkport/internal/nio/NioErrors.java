/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.Locale;
import org.linkport.CloseReason;
import org.linkport.ListenFailedException;

/** Types the exceptions of {@code java.nio}, which carry no code: by class where that tells, else by message. */
final class NioErrors {
    private NioErrors() {}

    /** Of a read or write: whatever breaks a stream that was connected is a reset, but for want of resources. */
    static CloseReason ofStream(IOException failure) {
        return isShortage(failure) ? CloseReason.NO_RESOURCES : CloseReason.RESET;
    }

    static CloseReason ofConnect(Exception failure) {
        if (failure instanceof NoRouteToHostException || says(failure, "unreachable")) {
            return CloseReason.UNREACHABLE;
        }
        if (failure instanceof ConnectException) {
            return says(failure, "timed out") ? CloseReason.CONNECT_TIMEOUT : CloseReason.REFUSED;
        }
        if (isShortage(failure)) {
            return CloseReason.NO_RESOURCES;
        }
        return failure instanceof BindException || !(failure instanceof IOException) || says(failure, "invalid")
                ? CloseReason.ADDRESS
                : CloseReason.OS_ERROR;
    }

    static ListenFailedException.Reason ofListen(InetSocketAddress address, Exception failure) {
        if (says(failure, "denied")) {
            return ListenFailedException.Reason.ACCESS_DENIED;
        }
        if (isShortage(failure)) {
            return ListenFailedException.Reason.NO_RESOURCES;
        }
        if (failure instanceof BindException) {
            return isLocal(address.getAddress())
                    ? ListenFailedException.Reason.ADDRESS_IN_USE
                    : ListenFailedException.Reason.ADDRESS_NOT_LOCAL;
        }
        return failure instanceof IOException
                ? ListenFailedException.Reason.OS_ERROR
                : ListenFailedException.Reason.UNSUPPORTED;
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true; // the system does not tell, so what it said of the bind stands
        }
    }

    static boolean isShortage(Exception failure) {
        return says(failure, "too many open files") || says(failure, "no buffer space") || says(failure, "memory");
    }

    private static boolean says(Exception failure, String words) {
        String message = failure.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains(words);
    }
}
