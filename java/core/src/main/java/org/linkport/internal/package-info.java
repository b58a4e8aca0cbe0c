// SPDX-License-Identifier: Apache-2.0
/** Chooses the engine and writes the log: the only internal package that knows both engines. Not exported. */
@NullMarked
package org.linkport.internal;

import org.jspecify.annotations.NullMarked;
