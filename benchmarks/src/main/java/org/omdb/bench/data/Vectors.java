// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/** Rows of float32 components with random access. Thread-safe. */
public interface Vectors {

  /**
   * Number of rows.
   *
   * @return 0 or more
   */
  int size();

  /**
   * Components per row.
   *
   * @return 1 or more
   */
  int dimension();

  /**
   * One row.
   *
   * @param row 0 to size - 1
   * @return an array that must not be changed, because it may be shared
   */
  float[] get(int row);

  /**
   * Copies one row into an array of the caller, which avoids garbage in loops over many rows.
   *
   * @param row 0 to size - 1
   * @param into at least {@link #dimension} long
   */
  void read(int row, float[] into);

  /**
   * Rows that are on the heap already.
   *
   * @param rows at least one, all of one length; not copied
   * @return a view of them
   */
  static Vectors of(List<float[]> rows) {
    return new ArrayVectors(rows.toArray(float[][]::new));
  }

  /**
   * The first rows of these.
   *
   * @param count 0 to size
   * @return a view
   */
  default Vectors first(int count) {
    if (count < 0 || count > size()) {
      throw new IllegalArgumentException(count + " of " + size() + " rows");
    }
    return count == size() ? this : new PickedVectors(this, IntStream.range(0, count).toArray());
  }

  /**
   * These rows as a list.
   *
   * @return a view, which reads a row on each access
   */
  default List<float[]> asList() {
    class Rows extends AbstractList<float[]> implements RandomAccess {
      @Override
      public float[] get(int row) {
        return Vectors.this.get(row);
      }

      @Override
      public int size() {
        return Vectors.this.size();
      }
    }
    return new Rows();
  }
}
