/**
 * The zoo: many distributions of vectors, on each of which the library is compared with Lucene's
 * default. The comparison covers recall, search times, whether stored vectors find themselves, and
 * whether hits are valid.
 *
 * <p>Start with {@link org.omdb.bench.zoo.Zoo}, which goes through all distributions, shapes of an
 * index and numbers of hits k, and makes a {@link org.omdb.bench.zoo.Cell} of each combination.
 * {@link org.omdb.bench.zoo.distribution} draws the vectors, {@link org.omdb.bench.zoo.index}
 * writes and searches the indexes, and {@link org.omdb.bench.zoo.report} writes the results.
 */
package org.omdb.bench.zoo;
