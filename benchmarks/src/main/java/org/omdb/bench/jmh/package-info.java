// SPDX-License-Identifier: Apache-2.0
/**
 * JMH microbenchmarks of the parts of a search. {@code benchmarks/run jmh [pattern] [options of
 * JMH]} runs them.
 *
 * <p>{@link org.omdb.bench.jmh.DistanceKernels}, {@link org.omdb.bench.jmh.GraphWalk}, {@link
 * org.omdb.bench.jmh.IdTableAccess} and {@link org.omdb.bench.jmh.IdLookup} measure a segment,
 * {@link org.omdb.bench.jmh.ImageParsing} a stand-alone file. They share {@link
 * org.omdb.bench.jmh.MicroBenchmark} and {@code TemporaryIndex}.
 */
package org.omdb.bench.jmh;
