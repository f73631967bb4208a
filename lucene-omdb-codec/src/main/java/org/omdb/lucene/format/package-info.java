// SPDX-License-Identifier: Apache-2.0
/**
 * Lucene vector formats that keep vectors and their string ids as OMDB images in segment files.
 *
 * <p>Read {@link org.omdb.lucene.format.OmdbFlatVectorsFormat} first: its javadoc has the files
 * byte by byte. {@link org.omdb.lucene.format.OmdbHnswVectorsFormat} adds Lucene's HNSW graph.
 *
 * <table>
 * <caption>Files of a segment, and who writes and reads them</caption>
 * <tr><th>extension</th><th>what</th><th>written by</th><th>read by</th></tr>
 * <tr><td>omdb</td><td>one OMDB image per field</td><td>{@code OmdbFlatVectorsWriter} through {@link
 * org.omdb.image.OmdbImageWriter}</td><td>{@link
 * org.omdb.lucene.format.OmdbFlatVectorsReader} through {@link
 * org.omdb.image.OmdbImageReader}</td></tr>
 * <tr><td>omdi</td><td>ordinal to document, ordinal to id entry, ordinals in the order of their
 * ids</td><td>{@code FlatFieldEntry}, {@code IdTableWriter}</td><td>{@code FlatFieldEntry},
 * {@link org.omdb.lucene.ids.IdTableReader}</td></tr>
 * <tr><td>omdm</td><td>metadata per field</td><td>{@code FlatFieldEntry}</td><td>{@code
 * FlatFieldEntry}</td></tr>
 * <tr><td>vem, vex</td><td>the HNSW graph</td><td>{@code LuceneGraphWriter}</td><td>Lucene's {@code
 * Lucene99HnswVectorsReader}</td></tr>
 * <tr><td>omdc</td><td>codes</td><td>{@code CodesWriter} through {@code FieldCodes}</td><td>{@code FieldCodes}</td></tr>
 * <tr><td>omda</td><td>level 0 of the graph</td><td colspan="2">{@link
 * org.omdb.graph.Adjacency}</td></tr>
 * <tr><td>omdw</td><td>metadata of these two</td><td colspan="2">{@code SearchFieldEntry}</td></tr>
 * </table>
 *
 * <p>{@code SegmentSearcher} in {@code org.omdb.lucene.search} searches a field of a segment, in
 * the way that {@code CostModel} says is the cheapest: a list of what is accepted, a scan, a walk
 * by codes or by rows, or all rows.
 */
package org.omdb.lucene.format;
