/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

/** A failure that a native returned as one negative number. */
record NativeFailure(int status, int osCode) {
    static NativeFailure of(long result) {
        long packed = -result;
        return new NativeFailure((int) (packed >>> 32), (int) packed);
    }

    @Override
    public String toString() {
        return IocpNative.statusText(status) + (osCode == 0 ? "" : ", OS code " + Integer.toUnsignedString(osCode));
    }
}
