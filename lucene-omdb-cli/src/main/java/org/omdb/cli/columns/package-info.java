// SPDX-License-Identifier: Apache-2.0
/**
 * What a row of an index has besides its id and its vector: columns. Open {@link
 * org.omdb.cli.columns.ColumnWriter} first, which says how they are stored.
 *
 * <p>{@link org.omdb.cli.columns.ColumnReader} gives them back. {@link
 * org.omdb.cli.columns.IndexedColumns} also indexes some, each as a {@link
 * org.omdb.cli.columns.ColumnKind}, so that a {@link org.omdb.cli.columns.ColumnFilter} can be
 * applied to a search.
 *
 * <p>Uses {@code console}.
 */
package org.omdb.cli.columns;
