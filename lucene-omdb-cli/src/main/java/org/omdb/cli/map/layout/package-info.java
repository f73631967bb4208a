// SPDX-License-Identifier: Apache-2.0
/**
 * Where points lie on a map of two dimensions. Open {@link org.omdb.cli.map.layout.Layout} first,
 * which moves points until neighbors are close together, as UMAP does.
 *
 * <p>It begins with the positions of {@link org.omdb.cli.map.layout.PrincipalAxes}. {@link
 * org.omdb.cli.map.layout.KeptNeighbors} measures how true the result is. All of it works on ranges
 * of points, in threads, through {@link org.omdb.cli.map.layout.Slices}. Equal input and an equal
 * seed give equal positions.
 *
 * <p>Why this is not a library: of those for Java on Maven Central in November 2026, Smile is under
 * the GPL, and {@code tech.molecules:external-umap-java} 1.0 fails on cosines of real vectors,
 * looks for the nearest neighbors, which the index knows, a second time, and is only repeatable
 * with one thread.
 *
 * <p>Uses no other package of the command, and of Lucene a heap.
 */
package org.omdb.cli.map.layout;
