// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import java.lang.reflect.Array;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.binary.Element;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;

/** Rows of numbers, in the types that jHDF has for them, as float32. */
final class Hdf5Numbers {

  private Hdf5Numbers() {}

  /** Converts a row; whole numbers must be exact, as in {@link Element}. */
  static float[] row(SourceFile file, Object row, long number) throws CommandFailure {
    float[] vector =
        switch (row) {
          case float[] values -> values;
          case double[] values -> rounded(values);
          case byte[] values -> exact(values.length, i -> values[i]);
          case short[] values -> exact(values.length, i -> values[i]);
          case int[] values -> exact(values.length, i -> values[i]);
          case long[] values -> exact(values.length, i -> values[i]);
          default -> throw new AssertionError(row.getClass());
        };
    for (int i = 0; i < vector.length; i++) {
      if (Float.isFinite(vector[i]) == false) {
        Object value = Array.get(row, i);
        String expected =
            value instanceof Double || value instanceof Float ? BadInput.FINITE : Element.WHOLE;
        throw BadInput.at(file, BadInput.row(number), BadInput.component(i, value), expected);
      }
    }
    return vector;
  }

  private static float[] rounded(double[] values) {
    float[] vector = new float[values.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) values[i];
    }
    return vector;
  }

  /** The values of a row by their index. */
  private interface Whole {
    long at(int index);
  }

  private static float[] exact(int length, Whole values) {
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = Element.exact(values.at(i));
    }
    return vector;
  }
}
