// SPDX-License-Identifier: Apache-2.0
/** Linkport: many long-lived TCP links, over native I/O completion ports on Windows and {@code java.nio} elsewhere. */
module org.linkport {
    requires jdk.net;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires static java.management; // LinkportBuilder.jmx
    requires static jdk.jfr; // events for recordings

    exports org.linkport;
}
