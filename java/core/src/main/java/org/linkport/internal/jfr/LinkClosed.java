/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** The flight recorder's view of a link that has ended. */
@Name("org.linkport.LinkClosed")
@Label("Link Closed")
@Description("A link has ended, and why")
final class LinkClosed extends LinkEvent {
    @Label("Reason")
    String reason = "";

    @Label("OS Code")
    @Description("0 where there is none or the platform does not tell it")
    int osCode;

    @Label("Age")
    @Timespan(Timespan.MILLISECONDS)
    long ageMillis;

    @Label("Bytes Received")
    @DataAmount
    long bytesReceived;

    @Label("Bytes Sent")
    @DataAmount
    long bytesSent;

    @Label("Messages Sent")
    long messagesSent;
}
