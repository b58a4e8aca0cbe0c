/* SPDX-License-Identifier: Apache-2.0 */
/** JSON for the page: writing it only, since nothing here reads any. */
@NullMarked
package org.linkport.console.internal.json;

import org.jspecify.annotations.NullMarked;
