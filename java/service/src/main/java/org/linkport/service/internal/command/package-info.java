/* SPDX-License-Identifier: Apache-2.0 */
/** The commands of a service: what a person types. Knows Windows by an interface only. */
@NullMarked
package org.linkport.service.internal.command;

import org.jspecify.annotations.NullMarked;
