/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.linkport.AddressText;
import org.linkport.Link;

/** The flight recorder's view of something in the life of a link. */
@Category("Linkport")
@StackTrace(false)
abstract class LinkEvent extends Event {
    @Label("Link Id")
    long link;

    @Label("Worker")
    String worker = "";

    @Label("Local Address")
    String localAddress = "";

    @Label("Remote Address")
    String remoteAddress = "";

    final void describe(Link of) {
        link = of.id();
        worker = of.worker().name();
        localAddress = AddressText.of(of.localAddress());
        remoteAddress = AddressText.of(of.remoteAddress());
    }
}
