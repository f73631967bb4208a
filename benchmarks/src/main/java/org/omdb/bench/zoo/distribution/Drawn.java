// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

/**
 * A distribution's vectors with one seed.
 *
 * @param of the distribution
 * @param seed what it was drawn with
 * @param base vectors to be stored, in the order of insertion
 * @param queries what is searched for
 */
public record Drawn(Distribution of, long seed, Points base, Points queries) {}
