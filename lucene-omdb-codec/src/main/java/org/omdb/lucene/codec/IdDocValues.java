// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.codecs.DocValuesConsumer;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IOContext;

/**
 * Brings ids from a segment's doc values to its vectors while the segment is being flushed.
 *
 * <p>A vector format is handed vectors and never ids. But Lucene writes doc values before vectors,
 * so the vector writer can open what was just written and read each document's id back, in the
 * order the documents have after an index sort: as Lucene reads norms back while it writes
 * postings. For that the writer needs the segment's {@link FieldInfos}, which it is not given and
 * the doc values format is. A codec therefore returns {@link #docValuesFormat()} as its doc values
 * format and hands this object to its vector format.
 *
 * <p>What is remembered of a segment is dropped when its vector writer closes. Safe for any number
 * of threads and index writers.
 */
public final class IdDocValues {

  /**
   * For a format that is not part of a codec of ours; it can read and merge ids, not flush them.
   */
  static final IdDocValues DISCONNECTED = new IdDocValues(null, null);

  private final String idField;
  private final DocValuesFormat delegate;
  private final DocValuesFormat remembering;

  /** Keyed by writer, not by segment: a segment can have several formats of ours. */
  private final Map<Flush, Boolean> flushes = new ConcurrentHashMap<>();

  /**
   * Connects doc values and vectors of one codec.
   *
   * @param idField the field whose doc values are the ids of vector fields that have none under
   *     their own name; null for no such field
   * @param docValuesFormat the codec's doc values format
   */
  public IdDocValues(String idField, DocValuesFormat docValuesFormat) {
    this.idField = idField;
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

  /** The configured id field, or null. */
  String idField() {
    return idField;
  }

  boolean isConnected() {
    return delegate != null;
  }

  /** Begins to listen for the doc values of a segment; to be closed with its vector writer. */
  Flush listen(SegmentWriteState state) {
    Flush flush = new Flush(state);
    if (isConnected()) {
      flushes.put(flush, true);
    }
    return flush;
  }

  /** One vector writer's view of the segment that is being flushed. */
  final class Flush implements Closeable {

    private final SegmentWriteState state;
    private FieldInfos fieldInfos;

    private Flush(SegmentWriteState state) {
      this.state = state;
    }

    /** The segment's fields, or null if no doc values were written for it. */
    FieldInfos fieldInfos() {
      return fieldInfos;
    }

    /** Opens the doc values just written, or returns null if there are none. */
    DocValuesProducer open() throws IOException {
      return fieldInfos == null
          ? null
          : delegate.fieldsProducer(
              new SegmentReadState(
                  state.directory, state.segmentInfo, fieldInfos, IOContext.DEFAULT));
    }

    @Override
    public void close() {
      flushes.remove(this);
    }
  }

  private void remember(SegmentInfo segment, FieldInfos fieldInfos) {
    for (Iterator<Flush> open = flushes.keySet().iterator(); open.hasNext(); ) {
      Flush flush = open.next();
      if (flush.state.segmentInfo == segment) {
        flush.fieldInfos = fieldInfos;
      }
    }
  }

  private final class RememberingFormat extends DocValuesFormat {

    RememberingFormat() {
      super(delegate.getName());
    }

    @Override
    public DocValuesConsumer fieldsConsumer(SegmentWriteState state) throws IOException {
      // A suffix means an update of doc values of a segment that was flushed long ago.
      if (state.segmentSuffix.isEmpty() && state.context.context() != IOContext.Context.MERGE) {
        remember(state.segmentInfo, state.fieldInfos);
      }
      return delegate.fieldsConsumer(state);
    }

    @Override
    public DocValuesProducer fieldsProducer(SegmentReadState state) throws IOException {
      return delegate.fieldsProducer(state);
    }
  }
}
