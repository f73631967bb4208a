/**
 * The distributions of the zoo's vectors.
 *
 * <p>Start with {@link org.omdb.bench.zoo.distribution.Distributions}, the list of all. A {@link
 * org.omdb.bench.zoo.distribution.Family} is a way to draw vectors. A {@link
 * org.omdb.bench.zoo.distribution.Distribution} is a family with a name, a size and a similarity.
 */
package org.omdb.bench.zoo.distribution;
