/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/**
 * Links under a name; a link may be in many groups. A group takes no memory but while it has a member: it is there from
 * the first {@link #join} and gone with the last member, and this object is no more than its name, valid for ever.
 */
public interface LinkGroup extends LinkSet {
    /** Its name. */
    String name();

    /**
     * Makes a link a member until it leaves or closes.
     *
     * @return true if it is a member now, perhaps for long; false if it is about to close or has closed
     * @throws IllegalArgumentException if the link is of another {@link Linkport}
     */
    boolean join(Link link);

    /**
     * Ends a membership.
     *
     * @return false if the link was no member
     */
    boolean leave(Link link);
}
