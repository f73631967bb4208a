// SPDX-License-Identifier: Apache-2.0
/**
 * The commands that write and read an index. Open {@link org.omdb.cli.index.GetCommand} first: it
 * is the shortest.
 *
 * <p>{@link org.omdb.cli.index.ImportCommand} and {@link org.omdb.cli.index.DeleteCommand} write
 * through {@link org.omdb.cli.index.IndexChange}, which commits all or nothing. An import goes from
 * {@link org.omdb.cli.index.Importer}, which gives each row its id and checks it, to {@link
 * org.omdb.cli.index.RowIndexer}, which indexes rows in several threads. {@link
 * org.omdb.cli.index.ExportCommand}, {@link org.omdb.cli.index.SearchCommand} and {@link
 * org.omdb.cli.index.GetCommand} read through {@link org.omdb.cli.index.VectorField}.
 *
 * <p>Uses {@code source} and {@code console}.
 */
package org.omdb.cli.index;
