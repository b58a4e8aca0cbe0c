// SPDX-License-Identifier: Apache-2.0
/**
 * What both engines share: links, workers, queues, limits, and the small interface an engine implements
 * ({@link org.linkport.internal.engine.EngineRuntime}, {@link org.linkport.internal.engine.EngineWorker},
 * {@link org.linkport.internal.engine.Transport}). Policy lives here once; an engine only submits and completes.
 */
@NullMarked
package org.linkport.internal.engine;

import org.jspecify.annotations.NullMarked;
