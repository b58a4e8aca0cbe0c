/* SPDX-License-Identifier: Apache-2.0 */
/** What operators do with a server that runs: its links, its log, its figures. */
@NullMarked
package org.linkport.cli.operate;

import org.jspecify.annotations.NullMarked;
