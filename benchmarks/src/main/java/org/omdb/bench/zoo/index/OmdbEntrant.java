// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.index;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.bench.zoo.distribution.Points;
import org.omdb.lucene.OmdbByteVectorField;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

/** This project's library, with its defaults. */
public final class OmdbEntrant extends Entrant {

  private final boolean isByOneThread;

  /**
   * Uses all defaults of the library, except for the number of threads if the argument is true.
   *
   * @param isByOneThread whether graphs are built by one thread, so that the same rows always give
   *     the same graph
   */
  public OmdbEntrant(boolean isByOneThread) {
    super("omdb", 16_384);
    this.isByOneThread = isByOneThread;
  }

  @Override
  Codec codec() {
    return isByOneThread ? OmdbCodec.builder().mergeWorkers(1).build() : new OmdbCodec();
  }

  @Override
  void addVector(
      Document document, String id, Points points, int row, VectorSimilarityFunction similarity) {
    document.add(
        points.areBytes()
            ? new OmdbByteVectorField(VECTOR, id, points.bytes(row), similarity)
            : new OmdbVectorField(VECTOR, id, points.floats(row), similarity));
  }

  @Override
  Term idTerm(String id, Points points) {
    return points.areBytes()
        ? OmdbByteVectorField.idTerm(VECTOR, id)
        : OmdbVectorField.idTerm(VECTOR, id);
  }
}
