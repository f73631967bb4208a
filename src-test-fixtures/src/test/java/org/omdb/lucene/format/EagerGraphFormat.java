// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/** Our format with a graph in each segment, however tiny, and something around its flat writer. */
public final class EagerGraphFormat extends KnnVectorsFormat {

  private static final HnswParameters PARAMETERS = new HnswParameters(4, 8, 1, 0);

  private final OmdbFlatVectorsFormat flatFormat;
  private final OmdbHnswVectorsFormat whole = new OmdbHnswVectorsFormat();
  private final UnaryOperator<FlatVectorsWriter> wrapper;

  public EagerGraphFormat(FlushDocValues idDocValues, UnaryOperator<FlatVectorsWriter> wrapper) {
    super(OmdbHnswVectorsFormat.NAME);
    this.flatFormat = new OmdbFlatVectorsFormat(idDocValues);
    this.wrapper = wrapper;
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return new OmdbHnswVectorsWriter(
        state, PARAMETERS, () -> {}, flatFormat, wrapper.apply(flatFormat.fieldsWriter(state)));
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
