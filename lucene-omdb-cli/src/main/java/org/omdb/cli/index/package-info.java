// SPDX-License-Identifier: Apache-2.0
/**
 * An index, and the commands that search it, print from it and delete from it. Open {@link
 * org.omdb.cli.index.GetCommand} first: it is the shortest.
 *
 * <p>Whatever writes does it through {@link org.omdb.cli.index.IndexChange}, which commits all or
 * nothing. {@link org.omdb.cli.index.SearchCommand} and {@link org.omdb.cli.index.GetCommand} read
 * through {@link org.omdb.cli.index.VectorField}.
 *
 * <p>Uses {@code columns}, {@code source}, {@code folder} and {@code console}.
 */
package org.omdb.cli.index;
