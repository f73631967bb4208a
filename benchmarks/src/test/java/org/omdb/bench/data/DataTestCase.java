// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;

/** What the tests of this package share. */
@LuceneTestCase.SuppressFileSystems("ExtrasFS") // they look what is in folders
abstract class DataTestCase extends LuceneTestCase {

  static List<float[]> randomRows(int rows, int dimension) {
    List<float[]> vectors = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      float[] vector = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        vector[i] = (float) random().nextGaussian();
      }
      vectors.add(vector);
    }
    return vectors;
  }

  static VectorSet set(
      VectorSimilarityFunction similarity, List<float[]> base, List<float[]> queries) {
    return new VectorSet(
        "made-up",
        VectorSet.Origin.SYNTHETIC,
        "for a test",
        similarity,
        Vectors.of(base),
        new RowIds("row", base.size()),
        Vectors.of(queries),
        null);
  }

  static void assertRows(List<float[]> expected, Vectors actual) {
    assertEquals(expected.size(), actual.size());
    float[] read = new float[actual.dimension()];
    for (int row = 0; row < expected.size(); row++) {
      assertArrayEquals("row " + row, expected.get(row), actual.get(row), 0f);
      actual.read(row, read);
      assertArrayEquals("row " + row, expected.get(row), read, 0f);
    }
  }
}
