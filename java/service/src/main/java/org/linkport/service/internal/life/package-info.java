/* SPDX-License-Identifier: Apache-2.0 */
/** The life of a service: one state machine for every host. Knows no operating system. */
@NullMarked
package org.linkport.service.internal.life;

import org.jspecify.annotations.NullMarked;
