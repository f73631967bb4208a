/**
 * Many kinds of vectors, on each of which the library is compared with Lucene's default: whether it
 * finds as much, finds what is stored, returns hits that are what they seem, and is as fast.
 *
 * <p>{@link org.omdb.bench.zoo.distribution} draws the vectors, {@link org.omdb.bench.zoo.index}
 * writes and searches indexes of them. {@link org.omdb.bench.zoo.Zoo} goes through all of them and
 * makes a {@link org.omdb.bench.zoo.Cell} of each distribution, shape and k; {@link
 * org.omdb.bench.zoo.report} writes what came out.
 */
package org.omdb.bench.zoo;
