/* SPDX-License-Identifier: Apache-2.0 */
/** Lines of logback for the page; needs logback, which the program brings. */
@NullMarked
package org.linkport.console.logback;

import org.jspecify.annotations.NullMarked;
