// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
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
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.resolve.DocValuesIds;
import org.omdb.lucene.ids.resolve.FieldIds;
import org.omdb.lucene.ids.resolve.IdFields;

/**
 * Brings ids from the doc values of a segment to its vectors while the segment is being written.
 *
 * <p>Lucene hands a vector format vectors, and never ids. But it writes doc values before vectors,
 * in a flush as in a merge. So the vector writer opens the doc values that were just written, and
 * reads the id of each document from them, in the order that documents have after an index sort.
 * Lucene does the same with norms, which it reads back while it writes postings. The doc values of
 * a merge's sources are no alternative: {@code SortingCodecReader} sorts them anew at each call,
 * and asserts that it is called once.
 *
 * <p>To open doc values the vector writer needs the {@link FieldInfos} of the segment. A merge
 * hands them to it. In a flush, only the doc values format gets them. So the codec returns {@link
 * #docValuesFormat()}, which passes them on: to those vector writers that write the same {@code
 * SegmentInfo} instance. What is kept for a segment is dropped when its vector writer is closed.
 *
 * <p>Safe for any number of threads and index writers.
 */
public final class FlushDocValues {

  /** For a format outside of {@code OmdbCodec}: no doc values reach it. */
  static final FlushDocValues DISCONNECTED = new FlushDocValues(List.of(), null);

  private final List<String> idFields;
  private final DocValuesFormat delegate;
  private final DocValuesFormat notifying;

  /** The vector writers of flushes in progress. A segment has one per vector format. */
  private final Set<Segment> flushing = ConcurrentHashMap.newKeySet();

  /**
   * Connects doc values and vectors of one codec.
   *
   * @param idFields where a document has the id of its vector, if the vector field does not bring
   *     it under its own name; of several, the first that the document has counts; may be empty
   * @param docValuesFormat the codec's doc values format
   */
  public FlushDocValues(List<String> idFields, DocValuesFormat docValuesFormat) {
    this.idFields = List.copyOf(idFields);
    this.delegate = docValuesFormat;
    this.notifying = docValuesFormat == null ? null : new NotifyingFormat();
  }

  /**
   * What the codec must return as its doc values format. It writes and reads the same, and tells
   * this object of every flush.
   *
   * @return the format
   */
  public DocValuesFormat docValuesFormat() {
    return notifying;
  }

  /**
   * The doc values of a segment that is being written. Its vector writer must close them.
   *
   * @throws IllegalStateException if the codec of the segment has id fields and this object belongs
   *     to another codec
   */
  Segment segment(SegmentWriteState state) {
    DocValuesFormat ofCodec = state.segmentInfo.getCodec().docValuesFormat();
    if (ofCodec instanceof NotifyingFormat notifying
        && notifying.owner() != this
        && notifying.owner().idFields.isEmpty() == false) {
      throw new IllegalStateException(
          "the codec of segment "
              + state.segmentInfo.name
              + " has the id fields "
              + notifying.owner().idFields
              + ", but its vector format was made without it and would drop the ids: make the"
              + " format with OmdbCodec.idDocValues()");
    }
    Segment segment = new Segment(state);
    if (segment.fieldInfos == null) {
      flushing.add(segment);
    }
    return segment;
  }

  /** The number of flushes in progress, for tests: each must be dropped when it ends. */
  int flushing() {
    return flushing.size();
  }

  /** One vector writer's view of the doc values of its segment. For one thread. */
  final class Segment implements IdFields, Closeable {

    private final SegmentWriteState state;
    private FieldInfos fieldInfos;
    private DocValuesProducer docValues;

    private Segment(SegmentWriteState state) {
      this.state = state;
      this.fieldInfos = state.fieldInfos;
    }

    /**
     * Fails if the ids of a field would not get into the id table.
     *
     * @throws IllegalStateException if the field has ids and this is {@link #DISCONNECTED}
     */
    void checkConnected(FieldInfo vectorField) {
      if (delegate == null && IdProvenance.hasOwnIds(vectorField)) {
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

    @Override
    public FieldIds own(FieldInfo vectorField) throws IOException {
      return open() ? DocValuesIds.own(vectorField, docValues) : FieldIds.NONE;
    }

    @Override
    public FieldIds docValues(String idField, FieldInfo vectorField) throws IOException {
      return open()
          ? DocValuesIds.ofField(fieldInfos.fieldInfo(idField), vectorField.name, docValues)
          : FieldIds.NONE;
    }

    /** The configured id fields; the first one that a document has counts. */
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

  private final class NotifyingFormat extends DocValuesFormat {

    NotifyingFormat() {
      super(delegate.getName());
    }

    FlushDocValues owner() {
      return FlushDocValues.this;
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
