// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import java.util.Set;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.FileTypeHint;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.ReadOnceHint;
import org.apache.lucene.util.IORunnable;
import org.omdb.lucene.ids.FormatNames;

/**
 * {@link OmdbFlatVectorsFormat} with an HNSW graph, and with codes of the vectors that make
 * searches fast. Segments have the files of the flat format and
 *
 * <ul>
 *   <li>{@code vem} and {@code vex}: the graph, in Lucene's own files, which {@link
 *       org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader} reads
 *   <li>{@code omdc}, {@code omda} and {@code omdw}, all little-endian. Segments of earlier
 *       versions of this library do not have them. Lucene's own reader searches those segments, and
 *       those with versions 0 and 1 of the three files
 * </ul>
 *
 * <h2>.omdc, codes</h2>
 *
 * <ul>
 *   <li>index header, codec name {@value #CODES_CODEC_NAME}
 *   <li>per field with float32 vectors that has a record in .omdw, and as many dimensions as {@link
 *       org.omdb.code.FieldCodes#isFor} asks for
 *       <ul>
 *         <li>zeros up to a multiple of 64 bytes from the file's start
 *         <li>per vector a row, as {@link org.omdb.code.VectorCoder} makes it
 *             <ul>
 *               <li><b>int16</b> per five components: their codes of 3 bits
 *               <li><b>float32</b> bias
 *               <li><b>int16</b> scale, as the upper half of a float32
 *               <li>zeros up to a multiple of 64 bytes, or a power of two if that is less
 *             </ul>
 *         <li>zeros, so that 64 bytes can be read from the start of the last row
 *         <li>zeros up to a multiple of 64 bytes from the file's start
 *         <li>{@link org.omdb.code.BinaryRows} of all vectors, if they take at most a MiB, or of a
 *             sample: row {@code i} of {@code m} is that of vector {@code i * n / m}
 *       </ul>
 *   <li>footer
 * </ul>
 *
 * <h2>.omda, adjacency</h2>
 *
 * <ul>
 *   <li>index header, codec name {@value #ADJACENCY_CODEC_NAME}
 *   <li>per field that has a graph: its level 0 once more, as {@link org.omdb.graph.Adjacency}
 *       describes it
 *   <li>footer
 * </ul>
 *
 * <h2>.omdw, metadata of both</h2>
 *
 * <ul>
 *   <li>index header, codec name {@value #META_CODEC_NAME}
 *   <li>per field with enough vectors for a graph, by {@link HnswParameters#graphThreshold}
 *       <ul>
 *         <li><b>int32</b> field number
 *         <li><b>VInt</b> number of vectors
 *         <li><b>VInt</b> M of the graph
 *         <li><b>VInt</b> efConstruction of the graph; 0 if there is none
 *         <li><b>int8</b> 1 if efConstruction is less than the format's because the graph was built
 *             at a flush, else 0
 *         <li><b>VLong</b> offset of the field in .omda
 *         <li><b>VLong</b> its length there; 0 if there is no graph
 *         <li><b>int8</b> by what vectors are compared: the ordinal of a {@link
 *             org.omdb.code.CodeChoice}
 *         <li><b>VInt</b> candidates that codes of 3 bits need, see {@link
 *             org.omdb.code.CodeQuality}
 *         <li><b>VInt</b> candidates that binary codes need; 0 if there are none of all vectors
 *         <li><b>int8</b> alarms in percent
 *         <li><b>VLong</b> offset of the rows in .omdc; this and the rest only if vectors are
 *             compared by codes
 *         <li><b>float32</b> per component: the center
 *         <li><b>VLong</b> offset of the binary codes in .omdc
 *         <li><b>VInt</b> number of vectors that have binary codes
 *       </ul>
 *   <li><b>int32</b> -1
 *   <li>footer
 * </ul>
 *
 * <h2>Attributes of segment infos</h2>
 *
 * <ul>
 *   <li>{@code Omdb5HnswVectorsFormat.searchFiles.<segment suffix>}: present if the segment has
 *       these three files; their version
 *   <li>{@code Omdb5HnswVectorsFormat.draft.<segment suffix>}: present if a flush left a field
 *       without the graph that a merge would build; efConstruction of the graph that it has, 0 if
 *       it has none. Merge policies go by this; searches go by .omdw
 *   <li>{@code Omdb5HnswVectorsFormat.loadOnOpen.<segment suffix>}: {@code true} if whoever opens
 *       the segment reads .omdc, .omda and .vex once; absent otherwise. Readers that a merge or an
 *       update of doc values opens for itself do not
 * </ul>
 *
 * <h2>Version 2</h2>
 *
 * <p>Codes are not rotated, and there are codes of every dimension. In .omdw, these follow the
 * length in .omda:
 *
 * <ul>
 *   <li><b>int8</b> 1 if there are codes, else 0; the rest only if 1
 *   <li>the four values of codes as above
 *   <li><b>VInt</b> candidates that binary codes need; 0 if there are none of all vectors
 * </ul>
 */
public final class OmdbHnswVectorsFormat extends KnnVectorsFormat {

  /** The format's name in the index; 5 is the version of the OMDB layout. */
  public static final String NAME = FormatNames.HNSW;

  static final String CODES_EXTENSION = "omdc";
  static final String ADJACENCY_EXTENSION = "omda";
  static final String META_EXTENSION = "omdw";

  static final String CODES_CODEC_NAME = "Omdb5VectorCodes";
  static final String ADJACENCY_CODEC_NAME = "Omdb5GraphAdjacency";
  static final String META_CODEC_NAME = "Omdb5SearchMeta";

  /** The first version that this library searches by codes. No release has written older ones. */
  static final int VERSION_SEARCHED = 2;

  /** Codes are rotated. Their quality is measured and recorded. */
  static final int VERSION_MEASURED = 3;

  static final int VERSION_CURRENT = VERSION_MEASURED;

  private static final String SEARCH_FILES = NAME + ".searchFiles.";
  private static final String DRAFT = NAME + ".draft.";
  private static final String LOAD_ON_OPEN = NAME + ".loadOnOpen.";

  private static final Set<String> FILE_EXTENSIONS =
      Set.of(
          OmdbFlatVectorsFormat.DATA_EXTENSION,
          OmdbFlatVectorsFormat.INDEX_EXTENSION,
          OmdbFlatVectorsFormat.META_EXTENSION,
          LuceneGraphWriter.INDEX_EXTENSION,
          LuceneGraphWriter.META_EXTENSION,
          CODES_EXTENSION,
          ADJACENCY_EXTENSION,
          META_EXTENSION);

  private final HnswParameters parameters;
  private final boolean isLoadedOnOpen;
  private final IORunnable flushCheck;
  private final OmdbFlatVectorsFormat flatFormat;

  /**
   * The format as Lucene's service loader makes it. It reads everything, but can only write vectors
   * without ids. Graphs are built with {@link HnswParameters#DEFAULT}.
   */
  public OmdbHnswVectorsFormat() {
    this(HnswParameters.DEFAULT, FlushDocValues.DISCONNECTED);
  }

  /**
   * The format as part of a codec.
   *
   * @param parameters how graphs are built
   * @param idDocValues what {@code OmdbCodec.idDocValues()} returns
   */
  public OmdbHnswVectorsFormat(HnswParameters parameters, FlushDocValues idDocValues) {
    this(parameters, idDocValues, false);
  }

  /**
   * The format as part of a codec, with a say in what happens when its segments are opened.
   *
   * @param parameters how graphs are built
   * @param idDocValues what {@code OmdbCodec.idDocValues()} returns
   * @param isLoadedOnOpen whether new segments are loaded when they are opened, see {@link
   *     OmdbHnswVectorsReader#load}
   */
  public OmdbHnswVectorsFormat(
      HnswParameters parameters, FlushDocValues idDocValues, boolean isLoadedOnOpen) {
    this(parameters, idDocValues, isLoadedOnOpen, () -> {});
  }

  /**
   * The format as part of a codec whose flushes can be ended.
   *
   * @param parameters how graphs are built
   * @param idDocValues what {@code OmdbCodec.idDocValues()} returns
   * @param isLoadedOnOpen whether new segments are loaded when they are opened
   * @param flushCheck called often while a flush codes vectors and builds graphs, by several
   *     threads; ends the flush if it throws
   */
  public OmdbHnswVectorsFormat(
      HnswParameters parameters,
      FlushDocValues idDocValues,
      boolean isLoadedOnOpen,
      IORunnable flushCheck) {
    super(NAME);
    this.parameters = parameters;
    this.isLoadedOnOpen = isLoadedOnOpen;
    this.flushCheck = flushCheck;
    this.flatFormat = new OmdbFlatVectorsFormat(idDocValues);
  }

  /**
   * The extensions of all files that a segment has of this format, those of {@link
   * OmdbFlatVectorsFormat} included.
   *
   * @return extensions without a dot
   */
  public static Set<String> fileExtensions() {
    return FILE_EXTENSIONS;
  }

  /** Records in the segment info that a segment has the files of {@link #META_EXTENSION}. */
  static void recordSearchFiles(SegmentWriteState state) {
    state.segmentInfo.putAttribute(
        SEARCH_FILES + state.segmentSuffix, Integer.toString(VERSION_CURRENT));
  }

  /**
   * Records in the segment info that a merge would build a better graph than the flush did.
   *
   * @param beamWidth efConstruction of the graph; 0 if there is none
   */
  static void recordDraft(SegmentWriteState state, int beamWidth) {
    state.segmentInfo.putAttribute(DRAFT + state.segmentSuffix, Integer.toString(beamWidth));
  }

  /**
   * Whether a field of a flushed segment has a draft of a graph or none, so that a merge of the
   * segment alone would build a better one.
   *
   * @param segment a segment
   * @param field a vector field of it, in this format
   * @return true also if that holds for another field in the same files
   */
  public static boolean isDraft(SegmentInfo segment, FieldInfo field) {
    String format = field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
    String suffix = field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_SUFFIX_KEY);
    return segment.getAttribute(DRAFT + format + '_' + suffix) != null;
  }

  /** Whether a segment has the files of {@link #META_EXTENSION}, of a version that is searched. */
  static boolean hasSearchFiles(SegmentReadState state) {
    String version = state.segmentInfo.getAttribute(SEARCH_FILES + state.segmentSuffix);
    return version != null && Integer.parseInt(version) >= VERSION_SEARCHED;
  }

  /**
   * Whether a segment is to be loaded when it is opened. Not by a merge, nor by an update of doc
   * values or {@code omdb inspect}, which read a segment once and say so.
   */
  static boolean isLoadedOnOpen(SegmentReadState state) {
    return state.segmentInfo.getAttribute(LOAD_ON_OPEN + state.segmentSuffix) != null
        && state.context.context() == IOContext.Context.DEFAULT
        && state.context.hints().contains(ReadOnceHint.INSTANCE) == false;
  }

  static IndexInput openCodes(SegmentReadState state, int version) throws IOException {
    return open(state, CODES_EXTENSION, CODES_CODEC_NAME, version);
  }

  static IndexInput openAdjacency(SegmentReadState state, int version) throws IOException {
    return open(state, ADJACENCY_EXTENSION, ADJACENCY_CODEC_NAME, version);
  }

  private static IndexInput open(
      SegmentReadState state, String extension, String codecName, int version) throws IOException {
    return SegmentFiles.open(
        state,
        extension,
        codecName,
        version,
        state.context.withHints(
            FileTypeHint.DATA, FileDataHint.KNN_VECTORS, DataAccessHint.RANDOM));
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    if (isLoadedOnOpen) { // readers are made by the format's name alone, without its settings
      state.segmentInfo.putAttribute(LOAD_ON_OPEN + state.segmentSuffix, Boolean.toString(true));
    }
    // It closes the flat writer, even if it fails here.
    return new OmdbHnswVectorsWriter(
        state, parameters, flushCheck, flatFormat, flatFormat.fieldsWriter(state));
  }

  @Override
  public OmdbHnswVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return new OmdbHnswVectorsReader(state, flatFormat.fieldsReader(state));
  }

  @Override
  public int getMaxDimensions(String fieldName) {
    return OmdbFlatVectorsFormat.MAX_DIMENSIONS;
  }

  @Override
  public String toString() {
    return NAME + "(" + parameters + ", flatVectorFormat=" + flatFormat + ')';
  }
}
