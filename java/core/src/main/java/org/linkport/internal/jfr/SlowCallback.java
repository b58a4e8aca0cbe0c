/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** The flight recorder's view of a callback that took longer than the threshold in the recording's settings. */
@Name("org.linkport.SlowCallback")
@Label("Slow Callback")
@Category("Linkport")
@Description("A callback of a link kept its worker, and so every link of it, for longer than the threshold")
@Threshold("20 ms")
@StackTrace(false)
final class SlowCallback extends Event {
    @Label("Link Id")
    long link;

    @Label("Callback")
    String callback = "";

    @Label("Remote Address")
    String remoteAddress = "";
}
