// SPDX-License-Identifier: Apache-2.0
/**
 * The commands that work on an index: {@link org.omdb.cli.index.ImportCommand} and {@link
 * org.omdb.cli.index.DeleteCommand} write, through {@link org.omdb.cli.index.IndexChange}; {@link
 * org.omdb.cli.index.ExportCommand}, {@link org.omdb.cli.index.SearchCommand} and {@link
 * org.omdb.cli.index.GetCommand} read, through {@link org.omdb.cli.index.VectorField}.
 */
package org.omdb.cli.index;
