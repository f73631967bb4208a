/**
 * What the zoo's vectors look like. A {@link org.omdb.bench.zoo.distribution.Family} is a way to
 * draw vectors, a {@link org.omdb.bench.zoo.distribution.Distribution} one with a name, a size and
 * a similarity, and {@link org.omdb.bench.zoo.distribution.Distributions} lists them all.
 */
package org.omdb.bench.zoo.distribution;
