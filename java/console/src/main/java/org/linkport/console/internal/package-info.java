/* SPDX-License-Identifier: Apache-2.0 */
/** Not for programs. */
@NullMarked
package org.linkport.console.internal;

import org.jspecify.annotations.NullMarked;
