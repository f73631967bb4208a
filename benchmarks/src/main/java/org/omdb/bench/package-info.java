/** The command: {@link org.omdb.bench.Benchmarks}. */
package org.omdb.bench;
