// SPDX-License-Identifier: Apache-2.0
/** What programs speak over Linkport: values, framing, messages, reliable sessions. */
module org.linkport.protocol {
    requires transitive org.linkport;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports org.linkport.protocol;
    exports org.linkport.protocol.conversation;
    exports org.linkport.protocol.file;
    exports org.linkport.protocol.file.store;
    exports org.linkport.protocol.frame;
    exports org.linkport.protocol.links;
    exports org.linkport.protocol.log;
    exports org.linkport.protocol.login;
    exports org.linkport.protocol.message;
    exports org.linkport.protocol.session;
    exports org.linkport.protocol.throughput;
    exports org.linkport.protocol.value;
}
