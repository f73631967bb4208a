// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.codecs.DocValuesConsumer;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.IOUtils;

/**
 * Brings ids from a segment's doc values to its vectors while the segment is being written.
 *
 * <p>A vector format is handed vectors and never ids. But Lucene writes doc values before vectors,
 * in a flush as in a merge, so the vector writer can open what was just written and read each
 * document's id back, in the order that the documents have after an index sort: as Lucene reads
 * norms back while it writes postings. Reading the doc values of a merge's sources once more would
 * not do, because {@code SortingCodecReader} sorts them anew each time and asserts that nobody asks
 * twice.
 *
 * <p>For that the writer needs the segment's {@link FieldInfos}. A merge gives them to it; in a
 * flush only the doc values format gets them. A codec therefore returns {@link #docValuesFormat()}
 * as its doc values format and hands this object to its vector format. What is remembered of a
 * segment is dropped when its vector writer closes.
 *
 * <p>Safe for any number of threads and index writers.
 */
public final class IdDocValues {

  /** For a format that is not part of a codec of ours: it sees no doc values. */
  static final IdDocValues DISCONNECTED = new IdDocValues(List.of(), null);

  private final List<String> idFields;
  private final DocValuesFormat delegate;
  private final DocValuesFormat remembering;

  /** The sources of merges that reorder documents, by the field infos of their composite reader. */
  private final Map<FieldInfos, ReorderedSources> reordered =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /** Segments being flushed; one is here once per vector writer, and it may have several. */
  private final Set<Segment> flushing = ConcurrentHashMap.newKeySet();

  /**
   * Connects doc values and vectors of one codec.
   *
   * @param idFields the fields that have the ids of vector fields that have none under their own
   *     name, the first that a document has; may be empty
   * @param docValuesFormat the codec's doc values format
   */
  public IdDocValues(List<String> idFields, DocValuesFormat docValuesFormat) {
    this.idFields = List.copyOf(idFields);
    this.delegate = docValuesFormat;
    this.remembering = docValuesFormat == null ? null : new RememberingFormat();
  }

  /**
   * What the codec must return as its doc values format: the same format, which also tells this
   * object of every flush.
   *
   * @return the format
   */
  public DocValuesFormat docValuesFormat() {
    return remembering;
  }

  /**
   * The doc values of a segment that is being written; to be closed with its vector writer.
   *
   * @throws IllegalStateException if the segment's codec has an id field that this does not know
   */
  Segment segment(SegmentWriteState state) {
    DocValuesFormat ofCodec = state.segmentInfo.getCodec().docValuesFormat();
    if (ofCodec instanceof RememberingFormat remembering
        && remembering.owner() != this
        && remembering.owner().idFields.isEmpty() == false) {
      throw new IllegalStateException(
          "the codec of segment "
              + state.segmentInfo.name
              + " has the id fields "
              + remembering.owner().idFields
              + ", but its vector format was made without it and would drop the ids: make the"
              + " format with OmdbCodec.idDocValues()");
    }
    Segment segment = new Segment(state);
    if (segment.fieldInfos == null) {
      flushing.add(segment);
    }
    return segment;
  }

  /**
   * Tells a merge that reorders documents of its sources.
   *
   * @param composite the field infos of the reader that the merge is given, the very object
   * @param sources to be forgotten when the merge is finished
   */
  public void addReordered(FieldInfos composite, ReorderedSources sources) {
    reordered.put(composite, sources);
  }

  /**
   * Takes back {@link #addReordered}.
   *
   * @param composite as there
   */
  public void removeReordered(FieldInfos composite) {
    reordered.remove(composite);
  }

  /** The number of merges that reorder, for tests: what is remembered must be dropped. */
  int reordering() {
    return reordered.size();
  }

  /** The number of segments being flushed, for tests: what is remembered must be dropped. */
  int flushing() {
    return flushing.size();
  }

  /** One vector writer's view of the doc values of its segment. For one thread. */
  final class Segment implements Closeable {

    private final SegmentWriteState state;
    private FieldInfos fieldInfos;
    private DocValuesProducer docValues;

    private Segment(SegmentWriteState state) {
      this.state = state;
      this.fieldInfos = state.fieldInfos;
    }

    /**
     * Fails if a field's ids would not get into its id table.
     *
     * @throws IllegalStateException if the field has ids and this is {@link #DISCONNECTED}
     */
    void checkConnected(FieldInfo vectorField) {
      if (delegate == null && DocumentIds.hasOwnIds(vectorField)) {
        throw notConnected("vector field \"" + vectorField.name + "\" has string ids");
      }
    }

    private IllegalStateException notConnected(String what) {
      return new IllegalStateException(
          what
              + ", but the vector format "
              + OmdbFlatVectorsFormat.NAME
              + " is used by a codec that does not bring them to it, and would drop them: use"
              + " iwc.setCodec(new OmdbCodec()), which wraps a codec of your own if it extends"
              + " Lucene104Codec, and leave its doc values format as it is");
    }

    /** The ids that documents have under the vector field's own name; a new, forward-only view. */
    DocumentIds own(FieldInfo vectorField) throws IOException {
      return open() ? DocumentIds.own(vectorField, docValues) : DocumentIds.NONE;
    }

    /** The ids that documents have in an id field; a new, forward-only view. */
    DocumentIds ofField(String idField, FieldInfo vectorField) throws IOException {
      return open()
          ? DocumentIds.ofField(fieldInfos.fieldInfo(idField), vectorField.name, docValues)
          : DocumentIds.NONE;
    }

    /** What a reader of a merge was made of, null if it does not reorder or nobody told. */
    ReorderedSources reordered(FieldInfos composite) {
      return reordered.get(composite);
    }

    /** The configured id fields, the first that a document has. */
    List<String> idFields() {
      return idFields;
    }

    /** Opens the doc values, which must be written by now; false if there are none. */
    private boolean open() throws IOException {
      if (delegate == null) {
        return false;
      }
      if (fieldInfos == null
          && state.segmentInfo.getCodec().docValuesFormat() != docValuesFormat()) {
        throw notConnected(
            "doc values of segment " + state.segmentInfo.name + " were written by another format");
      }
      if (fieldInfos == null || fieldInfos.hasDocValues() == false) {
        return false;
      }
      if (docValues == null) {
        docValues =
            delegate.fieldsProducer(
                new SegmentReadState(
                    state.directory, state.segmentInfo, fieldInfos, IOContext.DEFAULT));
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      flushing.remove(this);
      IOUtils.close(docValues);
    }
  }

  private final class RememberingFormat extends DocValuesFormat {

    RememberingFormat() {
      super(delegate.getName());
    }

    IdDocValues owner() {
      return IdDocValues.this;
    }

    @Override
    public DocValuesConsumer fieldsConsumer(SegmentWriteState state) throws IOException {
      for (Segment segment : flushing) {
        if (segment.state.segmentInfo == state.segmentInfo) {
          segment.fieldInfos = state.fieldInfos;
        }
      }
      return delegate.fieldsConsumer(state);
    }

    @Override
    public DocValuesProducer fieldsProducer(SegmentReadState state) throws IOException {
      return delegate.fieldsProducer(state);
    }
  }
}
