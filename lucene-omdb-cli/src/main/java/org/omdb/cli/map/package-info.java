// SPDX-License-Identifier: Apache-2.0
/**
 * {@code omdb map}, which writes a page on which vectors lie as points. Open {@link
 * org.omdb.cli.map.MapCommand} first.
 *
 * <p>{@code MapPoints} chooses the vectors and reads them, {@code NeighborSearch} finds the nearest
 * neighbors of each, package {@code layout} places them, {@code MapColors} and {@code MapValues}
 * have what is known of them, and {@code MapWriter} writes all that as a page of package {@code
 * page}.
 *
 * <p>Uses {@code index}, {@code columns}, {@code folder} and {@code console}.
 */
package org.omdb.cli.map;
