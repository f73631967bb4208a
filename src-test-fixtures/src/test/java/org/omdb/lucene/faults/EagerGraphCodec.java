// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.codec.IdDocValues;
import org.omdb.lucene.codec.OmdbFlatVectorsFormat;
import org.omdb.lucene.codec.OmdbHnswVectorsFormat;

/**
 * Our codec, but with a graph even in the tiniest segment, so that a fault in the writing of a
 * graph does not take hundreds of vectors.
 */
final class EagerGraphCodec extends OmdbCodec {

  private final KnnVectorsFormat format;

  EagerGraphCodec() {
    this(writer -> writer);
  }

  /** With something around the flat writer, under that of the graph. */
  EagerGraphCodec(UnaryOperator<FlatVectorsWriter> wrapper) {
    super(ModelledIndex.codec());
    format = new Format(idDocValues(), wrapper);
  }

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return format;
  }

  private static final class Format extends KnnVectorsFormat {

    private static final int TINY_SEGMENTS_THRESHOLD = 0;

    private final OmdbFlatVectorsFormat flatFormat;
    private final OmdbHnswVectorsFormat whole = new OmdbHnswVectorsFormat();
    private final UnaryOperator<FlatVectorsWriter> wrapper;

    Format(IdDocValues idDocValues, UnaryOperator<FlatVectorsWriter> wrapper) {
      super(OmdbHnswVectorsFormat.NAME);
      this.flatFormat = new OmdbFlatVectorsFormat(idDocValues);
      this.wrapper = wrapper;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return new Lucene99HnswVectorsWriter(
          state,
          4,
          8,
          flatFormat,
          wrapper.apply(flatFormat.fieldsWriter(state)),
          1,
          null,
          TINY_SEGMENTS_THRESHOLD);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return whole.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String fieldName) {
      return whole.getMaxDimensions(fieldName);
    }
  }
}
