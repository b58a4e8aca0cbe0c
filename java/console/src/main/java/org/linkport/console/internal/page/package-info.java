/* SPDX-License-Identifier: Apache-2.0 */
/** The files of the page. */
@NullMarked
package org.linkport.console.internal.page;

import org.jspecify.annotations.NullMarked;
