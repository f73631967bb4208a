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
 * <p>Segments of other codecs stay readable and are rewritten as they are merged. Ids are taken
 * from {@link OmdbVectorField}, or from the doc values of a field that documents have already:
 *
 * <pre class="prettyprint">
 * iwc.setCodec(OmdbCodec.builder().idField("id").mergeWorkers(2).build());
 * </pre>
 *
 * <p>Indexes name the codec {@value #NAME}; this library has to be on the class path or module path
 * of whatever opens them. Immutable, safe for any number of threads and index writers.
 */
public class OmdbCodec extends FilterCodec {

  /** The codec's name in the index: that of the Lucene codec that it wraps. */
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
   * The codec with its defaults: ids from {@link OmdbVectorField} alone, Lucene's default graph.
   */
  public OmdbCodec() {
    this(builder());
  }

  /**
   * The codec with what a builder says; for subclasses.
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
            idDocValues);
  }

  /**
   * Begins a codec with settings of its own.
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
   * The format for new segments of a vector field: OMDB with an HNSW graph of this codec's
   * settings. Override it to leave a field to another format, or to one of ours with other
   * settings, made with {@link #idDocValues}. As in Lucene's own codecs it must return the same
   * instance each time.
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
   * What brings ids to the vector formats of this codec.
   *
   * @return to be given to the constructors of {@link OmdbHnswVectorsFormat} and {@link
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

    private Builder() {}

    /**
     * The field that has the ids of vector fields that bring none of their own, one value a
     * document: BINARY, SORTED or SORTED_SET doc values, which is what {@code KeywordField} has; or
     * a stored string; or an indexed term, as {@code StringField} has. Per document the first of
     * these that there is. A document without any has a vector without an id.
     *
     * <p>Ids in doc values are in the id table from the first flush on. A flush can't see stored
     * fields and terms: ids that are only there get into the table when the segment is merged, and
     * until then {@link OmdbVectorIds} reads them where they are.
     *
     * <p>A value that is no id (empty, not UTF-8, two of them, a number) fails the flush or merge:
     * the writer closes and what was not committed is lost, so check ids before adding documents.
     * If an index changes to another id field, vectors that have an id keep it. An update of the
     * doc values of the id field is seen by {@link OmdbVectorIds} at once, and reaches the id table
     * when its segment is merged; one that removes the value leaves the vector its id.
     *
     * @param idField a field name; null, the default, for no such field
     * @return this
     */
    public Builder idField(String idField) {
      return idField == null ? idFields() : idFields(idField);
    }

    /**
     * Like {@link #idField} for an index whose documents have their ids in different fields: such
     * as a new one with doc values, because the old one, which older documents have, can't gain
     * them.
     *
     * @param idFields field names; of a document that has several, the first one's doc values
     *     count, then the next one's; then what is stored, in the same order, then what is indexed
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
     * The graph's M, the most neighbors of a node on each level but the lowest, which has twice as
     * many.
     *
     * @param maxConn 1 to 512, by default 16
     * @return this
     */
    public Builder maxConn(int maxConn) {
      this.maxConn = maxConn;
      return this;
    }

    /**
     * The graph's efConstruction, candidates tracked while a node is inserted.
     *
     * @param beamWidth 1 to 3,200, by default 120
     * @return this
     */
    public Builder beamWidth(int beamWidth) {
      this.beamWidth = beamWidth;
      return this;
    }

    /**
     * Threads that build one graph, that of the flush or merge among them. All graphs that are
     * built at a time share as many threads as there are cores.
     *
     * @param mergeWorkers 1 or more, by default the number of cores
     * @return this
     */
    public Builder mergeWorkers(int mergeWorkers) {
      this.mergeWorkers = mergeWorkers;
      return this;
    }

    /**
     * Whether the same documents, flushed and merged alike, get the same graph each time. With
     * several threads a graph depends on which of them was faster, so this leaves each graph to the
     * one thread that flushes or merges, whatever {@link #mergeWorkers} says; seeds are fixed
     * anyway.
     *
     * <p>Then the vector files of two indexes are equal byte for byte, but for the segment's random
     * id in their headers and the checksum in their footers, if one thread adds the documents,
     * flushes at the same of them, and merges with a {@code SerialMergeScheduler}; on the same kind
     * of processor, with the same Java and with or without {@code jdk.incubator.vector} in both,
     * for these decide in which order floats are summed up.
     *
     * @param isReproducible by default false: graphs are as good, and ready sooner
     * @return this
     */
    public Builder reproducible(boolean isReproducible) {
      this.isReproducible = isReproducible;
      return this;
    }

    /**
     * The codec for everything but vectors. Its vector format is not used.
     *
     * @param delegate a {@link Lucene104Codec} or a subclass of it, because an index must be
     *     readable by the codec that {@link Codec#forName} makes, which wraps that
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
