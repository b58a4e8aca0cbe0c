// SPDX-License-Identifier: Apache-2.0
/** The log of a server, followed from afar. See {@link org.linkport.protocol.log.LogFollow}. */
@NullMarked
package org.linkport.protocol.log;

import org.jspecify.annotations.NullMarked;
