/* SPDX-License-Identifier: Apache-2.0 */
/** What a Linkport did in the last 15 minutes, second by second. */
@NullMarked
package org.linkport.console.internal.history;

import org.jspecify.annotations.NullMarked;
