// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.index;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.bench.zoo.distribution.Points;

/** Lucene's default codec, whose vectors are in {@code Lucene99HnswVectorsFormat}. */
public final class LuceneEntrant extends Entrant {

  private static final String ID = "id";

  /** Uses all defaults of the codec. */
  public LuceneEntrant() {
    super("lucene", 1_024);
  }

  @Override
  Codec codec() {
    return new Lucene104Codec();
  }

  @Override
  void addVector(
      Document document, String id, Points points, int row, VectorSimilarityFunction similarity) {
    document.add(new StringField(ID, id, Store.YES));
    document.add(
        points.areBytes()
            ? new KnnByteVectorField(VECTOR, points.bytes(row), similarity)
            : new KnnFloatVectorField(VECTOR, points.floats(row), similarity));
  }

  @Override
  Term idTerm(String id, Points points) {
    return new Term(ID, id);
  }
}
