/**
 * The command {@code benchmarks/run}: {@link org.omdb.bench.Benchmarks} and its options.
 *
 * <p>It measures {@link org.omdb.bench.contender contenders} on sets of {@link org.omdb.bench.data
 * vectors}; {@link org.omdb.bench.harness} has the measurements, and {@link org.omdb.bench.report}
 * writes a report with {@link org.omdb.bench.chart charts}. {@link org.omdb.bench.zoo} compares
 * recall on many generated distributions, {@link org.omdb.bench.memory} measures searches of
 * indexes that are larger than memory, {@link org.omdb.bench.throughput} searches by several
 * threads, and {@link org.omdb.bench.jmh} has microbenchmarks.
 */
package org.omdb.bench;
