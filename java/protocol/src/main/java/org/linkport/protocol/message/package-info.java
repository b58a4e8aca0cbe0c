// SPDX-License-Identifier: Apache-2.0
/**
 * Requests with answers and one-way messages, from either side and from any thread, many at once on one
 * {@link org.linkport.protocol.Carrier}.
 *
 * <pre>{@code
 * Framing framing = LengthFieldFraming.bigEndian(4, 1 << 20);
 * port.listen(address, link -> framing.around(MessageOptions.DEFAULT.framed(new MyHandler())));
 * }</pre>
 */
@NullMarked
package org.linkport.protocol.message;

import org.jspecify.annotations.NullMarked;
