// SPDX-License-Identifier: Apache-2.0
/**
 * Several protocols on one link, behind one greeting and one login. A server is
 * {@link org.linkport.protocol.conversation.Conversations}, which is given to {@code listen}; a client calls
 * {@link org.linkport.protocol.conversation.Conversation#connect}. Either has a list of
 * {@link org.linkport.protocol.conversation.Protocol protocols}; those that both sides name are spoken.
 */
@NullMarked
package org.linkport.protocol.conversation;

import org.jspecify.annotations.NullMarked;
