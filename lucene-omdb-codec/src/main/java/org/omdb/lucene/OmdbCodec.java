// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.util.List;
import java.util.Objects;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.util.IORunnable;
import org.omdb.lucene.format.FlushDocValues;
import org.omdb.lucene.format.HnswParameters;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

/**
 * Lucene's default codec with vectors and their string ids in the OMDB layout.
 *
 * <pre class="prettyprint">
 * iwc.setCodec(new OmdbCodec());
 * </pre>
 *
 * <p>Segments of other codecs stay readable, and are converted when they are merged. Ids come from
 * {@link OmdbVectorField}, or from an id field that documents have already:
 *
 * <pre class="prettyprint">
 * iwc.setCodec(OmdbCodec.builder().idField("id").mergeWorkers(2).build());
 * </pre>
 *
 * <p>An index names the codec {@value #NAME}, so whatever opens the index needs this library on its
 * class path or module path. Immutable, safe for any number of threads and index writers.
 */
public class OmdbCodec extends FilterCodec {

  /**
   * The codec's name in the index. The number is that of {@link Lucene104Codec}, which it wraps.
   */
  public static final String NAME = "Omdb104";

  private final KnnVectorsFormat omdbFormat;
  private final List<String> idFields;
  private final FlushDocValues idDocValues;
  private final KnnVectorsFormat knnVectorsFormat =
      new PerFieldKnnVectorsFormat() {
        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
          return OmdbCodec.this.getKnnVectorsFormatForField(field);
        }
      };

  /**
   * The codec with its defaults: ids from {@link OmdbVectorField} only, and graphs by {@link
   * HnswParameters#DEFAULT}.
   */
  public OmdbCodec() {
    this(builder());
  }

  /**
   * The codec with the settings of a builder, for subclasses.
   *
   * @param builder the settings
   */
  protected OmdbCodec(Builder builder) {
    super(NAME, builder.delegate);
    this.idFields = builder.idFields;
    this.idDocValues = new FlushDocValues(idFields, delegate.docValuesFormat());
    this.omdbFormat =
        new OmdbHnswVectorsFormat(
            new HnswParameters(
                builder.maxConn,
                builder.beamWidth,
                builder.isReproducible ? 1 : builder.mergeWorkers),
            idDocValues,
            builder.isLoadedOnOpen,
            builder.flushCheck);
  }

  /**
   * Begins a codec with other settings.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public final DocValuesFormat docValuesFormat() {
    return idDocValues.docValuesFormat();
  }

  @Override
  public final KnnVectorsFormat knnVectorsFormat() {
    return knnVectorsFormat;
  }

  /**
   * The format for new segments of a vector field, by default OMDB with an HNSW graph of this
   * codec's settings. Override this to give a field another format, or one of ours with other
   * settings and {@link #idDocValues}. As in Lucene's codecs, it must return the same instance each
   * time.
   *
   * @param field name of a vector field
   * @return the format
   */
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return omdbFormat;
  }

  /** The configured id fields. */
  final List<String> idFields() {
    return idFields;
  }

  /**
   * Brings ids to the vector formats of this codec.
   *
   * @return an argument for the constructors of {@link OmdbHnswVectorsFormat} and {@link
   *     org.omdb.lucene.format.OmdbFlatVectorsFormat}
   */
  protected final FlushDocValues idDocValues() {
    return idDocValues;
  }

  /** Settings of an {@link OmdbCodec}. For one thread. */
  public static final class Builder {

    private Lucene104Codec delegate = new Lucene104Codec();
    private List<String> idFields = List.of();
    private int maxConn = HnswParameters.DEFAULT.maxConn();
    private int beamWidth = HnswParameters.DEFAULT.beamWidth();
    private int mergeWorkers = HnswParameters.DEFAULT.mergeWorkers();
    private boolean isReproducible;
    private boolean isLoadedOnOpen;
    private IORunnable flushCheck = () -> {};

    private Builder() {}

    /**
     * The field that has the ids of vectors that are not an {@link OmdbVectorField}, one value per
     * document. The id is the first that a document has of
     *
     * <ol>
     *   <li>BINARY, SORTED or SORTED_SET doc values, as {@code KeywordField} has
     *   <li>a stored string or bytes
     *   <li>an indexed term, as {@code StringField} has.
     * </ol>
     *
     * <p>If it has none of these, its vector has no id.
     *
     * <p>Ids in doc values are in the id table from the first flush on. A flush sees neither stored
     * fields nor terms. Ids that are only there get into the table when their segment is merged.
     * Until then {@link OmdbVectorIds} reads them from these fields.
     *
     * <p>A flush or merge fails if a value is no id: if it is empty, a number or not UTF-8, or if a
     * document has several. Then the index writer closes, and uncommitted documents are lost. So
     * check ids before adding documents.
     *
     * <p>{@link OmdbVectorIds} sees an update of the doc values of the id field at once; the id
     * table has it once the segment is merged. If an update removes the value, the vector keeps its
     * id. If an index changes to another id field, vectors that have an id keep it.
     *
     * @param idField a field name; null, the default, for no such field
     * @return this
     */
    public Builder idField(String idField) {
      return idField == null ? idFields() : idFields(idField);
    }

    /**
     * Like {@link #idField}, for an index whose documents have their ids in different fields. For
     * example, new documents have a field with doc values, because the field of older documents
     * can't get doc values any more.
     *
     * @param idFields field names; if a document has several, doc values are asked first, in the
     *     order of the names, then stored values, then terms
     * @return this
     */
    public Builder idFields(String... idFields) {
      for (String idField : idFields) {
        if (idField.isEmpty()) {
          throw new IllegalArgumentException("idField must be a field name, got \"\"");
        }
      }
      this.idFields = List.of(idFields);
      return this;
    }

    /**
     * The M of graphs: a node has at most M neighbors, on the lowest level at most 2M.
     *
     * @param maxConn 1 to 512, by default 16
     * @return this
     */
    public Builder maxConn(int maxConn) {
      this.maxConn = maxConn;
      return this;
    }

    /**
     * The efConstruction of graphs: the number of candidates that are kept while a node is
     * inserted.
     *
     * @param beamWidth 1 to 3,200, by default 120
     * @return this
     */
    public Builder beamWidth(int beamWidth) {
      this.beamWidth = beamWidth;
      return this;
    }

    /**
     * The most threads that make the codes and the graph of one segment, the thread that flushes or
     * merges included. There are fewer where other segments are being written: all of them share
     * one thread per core.
     *
     * @param mergeWorkers 1 or more, by default the number of cores
     * @return this
     */
    public Builder mergeWorkers(int mergeWorkers) {
      this.mergeWorkers = mergeWorkers;
      return this;
    }

    /**
     * Whether the same documents, flushed and merged in the same way, get the same graph each time.
     * If several threads build a graph, it depends on which of them is faster. So a reproducible
     * graph is built by the one thread that flushes or merges it, and {@link #mergeWorkers} has no
     * effect. Random seeds are fixed in any case.
     *
     * <p>The vector files of two indexes are then equal byte for byte, except for the random
     * segment id in their headers and the checksum in their footers, if
     *
     * <ul>
     *   <li>one thread adds the documents, and flushes after the same documents
     *   <li>merges run in a {@code SerialMergeScheduler}
     *   <li>the kind of processor and the Java version are the same, and {@code
     *       jdk.incubator.vector} is used in both or in neither: these decide in which order floats
     *       are added up
     *   <li>float32 rows are not compared before the JVM has compiled that, where the graph is
     *       built by rows, as with fewer than 24 components: the JVM adds up in another order until
     *       then.
     * </ul>
     *
     * @param isReproducible by default false: graphs are as good, and built sooner
     * @return this
     */
    public Builder reproducible(boolean isReproducible) {
      this.isReproducible = isReproducible;
      return this;
    }

    /**
     * Whether opening a new segment reads its codes and links, as {@link OmdbWarmer} does. Each
     * segment has that written down, so it is done by whoever opens it, until a merge by a writer
     * with another setting.
     *
     * @param isLoadedOnOpen by default false: codes and links are read when searches need them
     * @return this
     */
    public Builder loadOnOpen(boolean isLoadedOnOpen) {
      this.isLoadedOnOpen = isLoadedOnOpen;
      return this;
    }

    /**
     * A question that a flush asks while it makes codes and builds graphs, often enough to end
     * within a second there: whether it is still wanted. A merge can be aborted, and a flush of
     * many vectors, which builds a graph, can take as long. The rest of a flush, such as writing
     * vectors and ids and what other fields have, does not ask. If the check throws, the flush
     * fails with what it has thrown. Then the index writer closes, and uncommitted documents are
     * lost.
     *
     * @param flushCheck called by the threads that flush, several at a time; by default it does
     *     nothing
     * @return this
     */
    public Builder flushCheck(IORunnable flushCheck) {
      this.flushCheck = Objects.requireNonNull(flushCheck, "flushCheck");
      return this;
    }

    /**
     * The codec for everything but vectors. Its vector format is not used.
     *
     * @param delegate a {@link Lucene104Codec} or a subclass; no other, because an index is read by
     *     the codec that {@link Codec#forName} makes, which wraps {@link Lucene104Codec}
     * @return this
     * @throws IllegalArgumentException if it is another codec
     */
    public Builder delegate(Codec delegate) {
      Objects.requireNonNull(delegate, "delegate");
      if (delegate instanceof Lucene104Codec lucene104) {
        this.delegate = lucene104;
        return this;
      }
      throw new IllegalArgumentException(
          NAME
              + " can wrap Lucene104Codec and its subclasses, got "
              + delegate.getClass().getName()
              + " (\""
              + delegate.getName()
              + "\"): segments are opened by name alone, and would be read with the wrong formats");
    }

    /**
     * Makes the codec.
     *
     * @return the codec
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public OmdbCodec build() {
      return new OmdbCodec(this);
    }
  }
}
