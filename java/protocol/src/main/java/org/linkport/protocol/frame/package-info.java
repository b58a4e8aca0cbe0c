// SPDX-License-Identifier: Apache-2.0
/**
 * Payloads in the stream of a link. A {@link org.linkport.protocol.frame.Framing} is an immutable description and makes
 * the handler of a link around a {@link org.linkport.protocol.frame.FrameHandler}:
 *
 * <pre>{@code
 * Framing framing = LengthFieldFraming.bigEndian(4, 1 << 20);
 * port.listen(address, link -> framing.around(new MyHandler()));
 * }</pre>
 *
 * <p>A payload that lies whole in received memory is lent from there, without a copy and without an allocation.
 */
@NullMarked
package org.linkport.protocol.frame;

import org.jspecify.annotations.NullMarked;
