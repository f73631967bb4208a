// SPDX-License-Identifier: Apache-2.0
/**
 * The files of a segment: vector formats that keep vectors and their string ids as OMDB images.
 *
 * <p>Start with {@link org.omdb.lucene.format.OmdbFlatVectorsFormat}, whose javadoc describes its
 * files byte by byte. {@link org.omdb.lucene.format.OmdbHnswVectorsFormat} adds an HNSW graph and
 * codes. Each format has a reader and a writer.
 *
 * <table>
 * <caption>Files of a segment, and the classes that write and read them</caption>
 * <tr><th>extension</th><th>content</th><th>written by</th><th>read by</th></tr>
 * <tr><td>omdb</td><td>one OMDB image per field</td><td>{@code FlatFieldWriter}, {@link
 * org.omdb.image.OmdbImageWriter}</td><td>{@link
 * org.omdb.lucene.format.OmdbFlatVectorsReader}, {@link
 * org.omdb.image.OmdbImageReader}</td></tr>
 * <tr><td>omdi</td><td>ordinal to document, ordinal to id, ordinals in the order of their
 * ids</td><td>{@code FlatFieldEntry}, {@link org.omdb.lucene.ids.IdTableWriter}</td><td>{@code
 * SparseVectorValues}, {@link org.omdb.lucene.ids.IdTableReader}</td></tr>
 * <tr><td>omdm</td><td>metadata of these two</td><td colspan="2">{@code FlatFieldEntry}, {@link
 * org.omdb.lucene.ids.IdIndexEntry}</td></tr>
 * <tr><td>vem, vex</td><td>the HNSW graph</td><td>{@code LuceneGraphWriter}</td><td>Lucene's {@code
 * Lucene99HnswVectorsReader}</td></tr>
 * <tr><td>omdc</td><td>codes</td><td>{@code CodesWriter}, {@code FieldCodes}</td><td>{@code
 * FieldCodes}</td></tr>
 * <tr><td>omda</td><td>level 0 of the graph</td><td colspan="2">{@link
 * org.omdb.graph.Adjacency}</td></tr>
 * <tr><td>omdw</td><td>metadata of these two</td><td colspan="2">{@code SearchFieldEntry}</td></tr>
 * </table>
 *
 * <p>A flush gets its vectors from {@code BufferedVectors}, a merge from {@code MergedVectors}. How
 * ids reach both is in {@link org.omdb.lucene.format.FlushDocValues}. Whether a segment gets a
 * graph is decided by {@link org.omdb.lucene.format.HnswParameters} and {@code GraphPlan}. {@code
 * SegmentSearcher} in {@code org.omdb.lucene.search} searches a field.
 */
package org.omdb.lucene.format;
