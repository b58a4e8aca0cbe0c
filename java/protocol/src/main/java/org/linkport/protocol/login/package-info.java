// SPDX-License-Identifier: Apache-2.0
/**
 * Who a peer is and what it may: {@link org.linkport.protocol.login.Access} decides at a server, a client has
 * {@link org.linkport.protocol.login.Credentials}, and both end in a {@link org.linkport.protocol.login.User}.
 */
@NullMarked
package org.linkport.protocol.login;

import org.jspecify.annotations.NullMarked;
