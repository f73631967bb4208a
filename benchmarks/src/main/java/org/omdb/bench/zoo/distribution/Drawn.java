// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

/**
 * The vectors of a distribution, drawn with one seed.
 *
 * @param of the distribution
 * @param seed of the random generator
 * @param base vectors to be stored, in the order of insertion
 * @param queries vectors to be searched for
 */
public record Drawn(Distribution of, long seed, Points base, Points queries) {}
