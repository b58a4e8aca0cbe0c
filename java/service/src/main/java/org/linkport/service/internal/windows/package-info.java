/* SPDX-License-Identifier: Apache-2.0 */
/** Windows: the service control manager from both of its sides, and the event log. Loaded under Windows only. */
@NullMarked
package org.linkport.service.internal.windows;

import org.jspecify.annotations.NullMarked;
