/* SPDX-License-Identifier: Apache-2.0 */
/** The Windows event log as an appender; needs logback, which the program brings. */
@NullMarked
package org.linkport.service.logback;

import org.jspecify.annotations.NullMarked;
