// SPDX-License-Identifier: Apache-2.0
/**
 * What is measured on: sets of vectors, and who their true neighbors are.
 *
 * <p>{@link org.omdb.bench.data.Sets} finds and loads a {@link org.omdb.bench.data.VectorSet} by
 * its name, {@link org.omdb.bench.data.GroundTruth} has the exact neighbors of its queries. Files
 * are read by {@code VectorFiles}, {@code IvecsFile} and {@code Hdf5Set}, folders by {@code
 * FolderSet} and, if a user put them together, by {@code OwnSet}; {@code SyntheticRows} and {@code
 * HeldOut} make what is not there.
 */
package org.omdb.bench.data;
