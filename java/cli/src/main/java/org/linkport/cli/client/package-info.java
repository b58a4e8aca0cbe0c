/* SPDX-License-Identifier: Apache-2.0 */
/** What subcommands that talk to a server share: its address, the login, one conversation. */
@NullMarked
package org.linkport.cli.client;

import org.jspecify.annotations.NullMarked;
