/* SPDX-License-Identifier: Apache-2.0 */
/** The servers that are measured side by side, each as a process. */
@org.jspecify.annotations.NullMarked
package org.linkport.bench.server;
