/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The flight recorder's view of a link that opens. */
@Name("org.linkport.LinkOpened")
@Label("Link Opened")
@Category("Linkport")
@Description("A link was accepted or connected")
@StackTrace(false)
final class LinkOpened extends Event {
    @Label("Link Id")
    long link;

    @Label("Worker")
    String worker = "";

    @Label("Local Address")
    String localAddress = "";

    @Label("Remote Address")
    String remoteAddress = "";
}
