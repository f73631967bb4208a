// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.index;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.bench.zoo.distribution.Points;

/** One side of the comparison: a codec, and the documents that its users index. */
public abstract class Entrant {

  static final String VECTOR = "vector";

  /** Doc values with the row of a document, the same for all entrants. */
  static final String ROW = "row";

  private final String name;
  private final int maxDimensions;

  Entrant(String name, int maxDimensions) {
    this.name = name;
    this.maxDimensions = maxDimensions;
  }

  /**
   * The name in reports.
   *
   * @return one word
   */
  public final String name() {
    return name;
  }

  /**
   * The maximum number of components of its vectors.
   *
   * @return 1,024 for Lucene's format, 16,384 for OMDB
   */
  public final int maxDimensions() {
    return maxDimensions;
  }

  /** Makes its codec. */
  abstract Codec codec();

  /** Adds a vector and its id to a document. */
  abstract void addVector(
      Document document, String id, Points points, int row, VectorSimilarityFunction similarity);

  /** The term by which the document of an id is deleted. */
  abstract Term idTerm(String id, Points points);

  final Document document(Points points, int row, VectorSimilarityFunction similarity) {
    Document document = new Document();
    document.add(new NumericDocValuesField(ROW, row));
    addVector(document, id(row), points, row, similarity);
    return document;
  }

  final Term term(Points points, int row) {
    return idTerm(id(row), points);
  }

  private static String id(int row) {
    return "row-" + row;
  }
}
