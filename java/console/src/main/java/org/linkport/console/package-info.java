/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A web page and metrics of a {@link org.linkport.Linkport}, served by the program itself.
 *
 * <pre>{@code
 * try (Console console = Console.start(port, ConsoleOptions.DEFAULT)) {
 *     System.out.println("look at " + console.addressWithToken());
 * }
 * }</pre>
 */
@NullMarked
package org.linkport.console;

import org.jspecify.annotations.NullMarked;
