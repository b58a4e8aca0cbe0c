/* SPDX-License-Identifier: Apache-2.0 */
/** What is measured and stressed from outside; the parts that are not public have theirs beside them, in their packages. */
@org.jspecify.annotations.NullMarked
package org.linkport.micro;
