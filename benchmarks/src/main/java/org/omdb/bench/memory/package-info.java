// SPDX-License-Identifier: Apache-2.0
/**
 * Searches of an index that does not fit into memory: the scenario {@code memory}.
 *
 * <p>Start with {@link org.omdb.bench.memory.MemoryBench}, and with {@code ShareRun}, which has the
 * protocol. For each contender and each share a {@code MemoryProcess} starts a JVM, {@code
 * MemoryChild}, in a control group of its own, {@code MemoryGroup}. {@code Limiter} sets the limit
 * of the group, so that the given share of the index's bytes fits into the page cache.
 */
package org.omdb.bench.memory;
