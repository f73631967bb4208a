// SPDX-License-Identifier: Apache-2.0
/**
 * Microbenchmarks of the parts that a search is made of, by JMH: {@code benchmarks/run jmh
 * [pattern] [options of JMH]}.
 *
 * <p>{@link org.omdb.bench.jmh.DistanceKernels}, {@link org.omdb.bench.jmh.GraphWalk}, {@link
 * org.omdb.bench.jmh.IdTableAccess} and {@link org.omdb.bench.jmh.IdLookup} look at a segment,
 * {@link org.omdb.bench.jmh.ImageParsing} at a stand-alone file. What they share is in {@link
 * org.omdb.bench.jmh.MicroBenchmark} and {@code TemporaryIndex}.
 */
package org.omdb.bench.jmh;
