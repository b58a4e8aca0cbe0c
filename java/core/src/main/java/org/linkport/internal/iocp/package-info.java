// SPDX-License-Identifier: Apache-2.0
/** The engine over the native library: command and event records, and the JNI boundary. */
@NullMarked
package org.linkport.internal.iocp;

import org.jspecify.annotations.NullMarked;
