// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.index;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.bench.zoo.distribution.Points;

/** Who writes an index: a codec, and documents as its user has them. */
public abstract class Entrant {

  static final String VECTOR = "vector";

  /** Doc values by which a hit is recognized, the same for all entrants. */
  static final String ROW = "row";

  private final String name;
  private final int maxDimensions;

  Entrant(String name, int maxDimensions) {
    this.name = name;
    this.maxDimensions = maxDimensions;
  }

  /**
   * What it is called in reports.
   *
   * @return one word
   */
  public final String name() {
    return name;
  }

  /**
   * The most components that its vectors can have.
   *
   * @return 1,024 for Lucene's format
   */
  public final int maxDimensions() {
    return maxDimensions;
  }

  /** A codec with its defaults. */
  abstract Codec codec();

  /** Adds vector and id to a document. */
  abstract void addVector(
      Document document, String id, Points points, int row, VectorSimilarityFunction similarity);

  /** The term that only the document with an id has. */
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
