/* SPDX-License-Identifier: Apache-2.0 */
/** What a run found, as its JSON file holds it. */
@org.jspecify.annotations.NullMarked
package org.linkport.bench.result;
