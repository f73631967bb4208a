// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import java.util.function.UnaryOperator;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.format.EagerGraphFormat;

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
    format = new EagerGraphFormat(idDocValues(), wrapper);
  }

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return format;
  }
}
