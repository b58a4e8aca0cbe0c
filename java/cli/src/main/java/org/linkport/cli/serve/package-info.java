/* SPDX-License-Identifier: Apache-2.0 */
/** {@code linkport serve}: the server. */
@NullMarked
package org.linkport.cli.serve;

import org.jspecify.annotations.NullMarked;
