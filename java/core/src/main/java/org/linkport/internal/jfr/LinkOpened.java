/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The flight recorder's view of a link that opens. */
@Name("org.linkport.LinkOpened")
@Label("Link Opened")
@Description("A link was accepted or connected")
final class LinkOpened extends LinkEvent {}
