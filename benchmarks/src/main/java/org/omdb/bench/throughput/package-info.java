// SPDX-License-Identifier: Apache-2.0
/**
 * Searches by several threads, while another index is merged, and of many segments at a time: the
 * scenario {@code throughput}.
 *
 * <p>Start with {@link org.omdb.bench.throughput.ThroughputBench}. It builds the indexes, and lets
 * {@code ThreadsRun} and {@code ExecutorRun} measure them, one {@code Condition} after the other,
 * with a {@code PassMeter}. {@code BackgroundMerges} is the other index.
 */
package org.omdb.bench.throughput;
