/* SPDX-License-Identifier: Apache-2.0 */
/** What streams to those who look on: samples and lines of the log. */
@NullMarked
package org.linkport.console.internal.stream;

import org.jspecify.annotations.NullMarked;
