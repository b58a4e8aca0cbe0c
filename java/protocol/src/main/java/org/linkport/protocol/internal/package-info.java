// SPDX-License-Identifier: Apache-2.0
/** What the packages of this module share and nobody else uses. Not exported. */
@NullMarked
package org.linkport.protocol.internal;

import org.jspecify.annotations.NullMarked;
