// SPDX-License-Identifier: Apache-2.0
/** Events for the flight recorder of the JDK, whose module a runtime image need not have. */
@NullMarked
package org.linkport.internal.jfr;

import org.jspecify.annotations.NullMarked;
