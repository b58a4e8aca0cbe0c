/* SPDX-License-Identifier: Apache-2.0 */
/** What a run found, for people: tables, charts, and which goals hold. */
@org.jspecify.annotations.NullMarked
package org.linkport.bench.page;
