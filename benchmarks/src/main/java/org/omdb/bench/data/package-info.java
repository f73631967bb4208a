// SPDX-License-Identifier: Apache-2.0
/**
 * The data of the benchmarks: sets of vectors with queries, and the exact neighbors of the queries.
 *
 * <p>Start with {@link org.omdb.bench.data.Sets}, which loads a {@link
 * org.omdb.bench.data.VectorSet} by its name. {@link org.omdb.bench.data.GroundTruth} has the exact
 * neighbors of its queries. {@code VectorFiles}, {@code IvecsFile} and {@code Hdf5Set} read files.
 * {@code FolderSet} reads a folder of a known set, {@code OwnSet} a folder of the user's own.
 * {@code SyntheticRows} makes synthetic vectors, {@code HeldOut} takes queries from sets that have
 * none.
 */
package org.omdb.bench.data;
