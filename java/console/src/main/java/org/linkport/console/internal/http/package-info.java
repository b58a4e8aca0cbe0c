/* SPDX-License-Identifier: Apache-2.0 */
/** HTTP over {@code jdk.httpserver}: who may ask, threads that no client can keep, answers and streams. */
@NullMarked
package org.linkport.console.internal.http;

import org.jspecify.annotations.NullMarked;
