// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.omdb.lucene.ids.FormatNames;

/**
 * Vectors and their string ids as OMDB images in segment files, without a graph. A search is exact:
 * it scores every vector that passes the filter.
 *
 * <p>It writes three files. Types are those of {@link org.apache.lucene.store.DataOutput}, all
 * little-endian. Vector {@code i} of an image has ordinal {@code i}, and vector index {@code i} in
 * the id table.
 *
 * <h2>.omdb, vectors and ids</h2>
 *
 * <ul>
 *   <li>index header, codec name {@value #DATA_CODEC_NAME}
 *   <li>per field: zeros up to a multiple of {@value #IMAGE_ALIGNMENT} bytes, then one OMDB image
 *       as {@link org.omdb.image.OmdbHeader} and {@link org.omdb.image.OmdbIdTable} describe it.
 *       The id table has one entry per vector that has an id, by increasing vector index, and
 *       nothing behind them. Without ids there is no table
 *   <li>footer
 * </ul>
 *
 * <h2>.omdi, indexes</h2>
 *
 * <ul>
 *   <li>index header, codec name {@value #INDEX_CODEC_NAME}
 *   <li>per field
 *       <ul>
 *         <li>unless no or all documents have a vector: documents and ordinal-to-document map as
 *             {@link org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration} writes them
 *         <li>with ids: {@code count + 1} positions of id entries, in bytes from the id table's
 *             start, by {@link org.apache.lucene.util.packed.DirectMonotonicWriter} with blocks of
 *             2^16. Where a vector has no id, its position is that of the next entry; the last one
 *             is the table's length
 *         <li>with ids: the ordinals that have one, in the order of the ids' unsigned bytes, equal
 *             ids by ordinal, by {@link org.apache.lucene.util.packed.DirectWriter} with as many
 *             bits as {@code count - 1} needs
 *       </ul>
 *   <li>footer
 * </ul>
 *
 * <h2>.omdm, metadata</h2>
 *
 * <ul>
 *   <li>index header, codec name {@value #META_CODEC_NAME}
 *   <li>per field
 *       <ul>
 *         <li>field number (int32), vector encoding (int32: 0 byte, 1 float32), similarity (int32:
 *             0 Euclidean, 1 dot product, 2 cosine, 3 maximum inner product)
 *         <li>dimension (VInt), count of vectors (VInt)
 *         <li>offset and length of the image in .omdb (VLong, VLong)
 *         <li>metadata of the ordinal-to-document map
 *         <li>count of ids (VInt); if above 0: fingerprint (int64), offset of the positions
 *             (VLong), their DirectMonotonicWriter metadata, their length (VLong), bits per sorted
 *             ordinal (byte), offset and length of the sorted ordinals (VLong, VLong)
 *       </ul>
 *   <li>-1 (int32)
 *   <li>footer
 * </ul>
 *
 * <h2>Attributes of field infos</h2>
 *
 * <p>By these a merge knows where it can still find ids, and that it would lose some, even if a
 * wrapper hides the files from it. {@link org.omdb.lucene.ids.IdProvenance} reads and writes them.
 *
 * <ul>
 *   <li>{@code OmdbVectorIds.hadIds}: present if there are ids
 *   <li>{@code OmdbVectorIds.someLackIds}: present if there are vectors without an id
 *   <li>{@code OmdbVectorIds.vectorsIfAllHaveIds}: the number of vectors if all have an id, else -1
 *   <li>{@code OmdbVectorIds.idField.<name>}: present for each field that ids came from
 *   <li>{@code OmdbVectorIds.lookIn.<name>}: present for each id field that was configured when
 *       vectors lacked ids
 *   <li>{@code OmdbVectorIds.followedIdFields}: the fields whose doc values the ids follow
 *   <li>{@code OmdbVectorIds.lookIn}: the id fields of the codec
 *   <li>{@code OmdbVectorIds.searchedIdFields}: the id fields in which a merge looked in every way
 * </ul>
 *
 * <p>In the last three, each name stands behind its length and a colon.
 */
public final class OmdbFlatVectorsFormat extends FlatVectorsFormat {

  /** The format's name in the index; 5 is the version of the OMDB layout. */
  public static final String NAME = FormatNames.FLAT;

  /** The largest number of components that a vector may have. */
  public static final int MAX_DIMENSIONS = 16_384;

  static final String DATA_EXTENSION = "omdb";
  static final String INDEX_EXTENSION = "omdi";
  static final String META_EXTENSION = "omdm";

  static final String DATA_CODEC_NAME = "Omdb5VectorData";
  static final String INDEX_CODEC_NAME = "Omdb5VectorIndex";
  static final String META_CODEC_NAME = "Omdb5VectorMeta";

  static final int VERSION_START = 0;
  static final int VERSION_CURRENT = VERSION_START;

  /** A cache line in bytes. The header has 512 bytes, so the vectors are aligned too. */
  static final int IMAGE_ALIGNMENT = 64;

  private final FlushDocValues idDocValues;
  private final FlatVectorsScorer scorer = FlatVectorScorerUtil.getLucene99FlatVectorsScorer();

  /**
   * The format as Lucene's service loader makes it. It reads everything, but can only write vectors
   * without ids.
   */
  public OmdbFlatVectorsFormat() {
    this(FlushDocValues.DISCONNECTED);
  }

  /**
   * The format as part of a codec.
   *
   * @param idDocValues what {@code OmdbCodec.idDocValues()} returns
   */
  public OmdbFlatVectorsFormat(FlushDocValues idDocValues) {
    super(NAME);
    this.idDocValues = Objects.requireNonNull(idDocValues);
  }

  @Override
  public OmdbFlatVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return new OmdbFlatVectorsWriter(state, scorer, idDocValues);
  }

  @Override
  public OmdbFlatVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return new OmdbFlatVectorsReader(state, scorer);
  }

  @Override
  public int getMaxDimensions(String fieldName) {
    return MAX_DIMENSIONS;
  }

  @Override
  public String toString() {
    return NAME + "(scorer=" + scorer + ')';
  }
}
