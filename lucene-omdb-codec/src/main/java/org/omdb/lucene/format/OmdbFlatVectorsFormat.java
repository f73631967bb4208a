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
import org.omdb.lucene.score.FiniteScorer;

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
 *   <li>per field
 *       <ul>
 *         <li>zeros up to a multiple of {@value #IMAGE_ALIGNMENT} bytes from the file's start
 *         <li>one OMDB image as {@link org.omdb.image.OmdbHeader} and {@link
 *             org.omdb.image.OmdbIdTable} describe it. The id table has one entry per vector that
 *             has an id, by increasing vector index, and nothing behind them. Without ids there is
 *             no table
 *       </ul>
 *   <li>footer
 * </ul>
 *
 * <h2>.omdi, indexes</h2>
 *
 * <ul>
 *   <li>index header, codec name {@value #INDEX_CODEC_NAME}
 *   <li>per field
 *       <ul>
 *         <li>unless no or all documents have a vector: the documents that have one, then the map
 *             from ordinals to documents, as {@link
 *             org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration} writes them
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
 *         <li><b>int32</b> field number
 *         <li><b>int32</b> vector encoding: 0 byte, 1 float32
 *         <li><b>int32</b> similarity: 0 Euclidean, 1 dot product, 2 cosine, 3 maximum inner
 *             product
 *         <li><b>VInt</b> dimension
 *         <li><b>VInt</b> number of vectors
 *         <li><b>VLong</b> offset of the image in .omdb
 *         <li><b>VLong</b> length of the image
 *         <li>where the documents and the map from ordinals to documents are in .omdi, as {@link
 *             org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration} writes it
 *         <li><b>VInt</b> number of ids; the rest is there only if it is not 0
 *         <li><b>int64</b> fingerprint of the ids, see {@link org.omdb.lucene.ids.IdFingerprint}
 *         <li><b>VLong</b> offset of the positions in .omdi
 *         <li>how the positions are packed, as {@link
 *             org.apache.lucene.util.packed.DirectMonotonicWriter} writes it
 *         <li><b>VLong</b> length of the positions
 *         <li><b>int8</b> bits per sorted ordinal
 *         <li><b>VLong</b> offset of the sorted ordinals in .omdi
 *         <li><b>VLong</b> length of the sorted ordinals
 *       </ul>
 *   <li><b>int32</b> -1
 *   <li>footer
 * </ul>
 *
 * <p>Field infos get the attributes that {@link org.omdb.lucene.ids.IdProvenance} describes.
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
  private final FlatVectorsScorer scorer =
      new FiniteScorer(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());

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
