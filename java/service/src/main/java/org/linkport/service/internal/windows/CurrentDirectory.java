/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.windows;

import com.sun.jna.Native;
import com.sun.jna.win32.StdCallLibrary;
import com.sun.jna.win32.W32APIOptions;

/** What kernel32 has and jna-platform does not declare. */
final class CurrentDirectory {
    private CurrentDirectory() {}

    private interface Kernel extends StdCallLibrary {
        Kernel INSTANCE = Native.load("kernel32", Kernel.class, W32APIOptions.DEFAULT_OPTIONS);

        boolean SetCurrentDirectory(String path);
    }

    static boolean set(String path) {
        return Kernel.INSTANCE.SetCurrentDirectory(path);
    }
}
