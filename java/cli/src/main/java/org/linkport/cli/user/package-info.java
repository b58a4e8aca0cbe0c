/* SPDX-License-Identifier: Apache-2.0 */
/** {@code linkport user}: who may log in at a server. */
@NullMarked
package org.linkport.cli.user;

import org.jspecify.annotations.NullMarked;
