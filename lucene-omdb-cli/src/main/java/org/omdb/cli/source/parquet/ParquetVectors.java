// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.Validity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.binary.Element;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;

/**
 * The lists of numbers of a column, in the batch that its reader is at.
 *
 * @param file for messages
 * @param leaf the numbers
 */
record ParquetVectors(SourceFile file, ParquetLeaf leaf) {

  private static final int LIST = 0; // the only layer

  /** The number of components of a row. */
  int dimension(int row) {
    int[] offsets = leaf.reader().getLayerOffsets(LIST);
    return offsets[row + 1] - offsets[row];
  }

  /**
   * A vector.
   *
   * @param row in the batch
   * @param rowOfFile for messages
   * @param dimension that all of them have
   * @return its components, all of them finite
   */
  float[] get(int row, long rowOfFile, int dimension) throws CommandFailure {
    ColumnReader reader = leaf.reader();
    String place = BadInput.row(rowOfFile);
    if (reader.getLayerValidity(LIST).isNull(row)) {
      throw BadInput.at(file, place, "null", "a vector");
    }
    BadInput.checkDimension(file, place, dimension(row));
    if (dimension(row) != dimension) {
      String expected = dimension + " as in row 0";
      throw BadInput.at(file, place, dimension(row) + " components", expected);
    }
    int from = reader.getLayerOffsets(LIST)[row];
    Validity present = reader.getLeafValidity();
    if (present.hasNulls()) {
      for (int i = 0; i < dimension; i++) {
        if (present.isNull(from + i)) {
          throw BadInput.at(file, place, BadInput.component(i, "null"), BadInput.FINITE);
        }
      }
    }
    float[] vector = new float[dimension];
    read(reader, from, vector);
    for (int i = 0; i < dimension; i++) {
      if (Float.isFinite(vector[i]) == false) {
        String found = BadInput.component(i, leaf.get(from + i));
        throw BadInput.at(file, place, found, isWhole() ? Element.WHOLE : BadInput.FINITE);
      }
    }
    return vector;
  }

  private boolean isWhole() {
    PhysicalType type = leaf.schema().type();
    return type == PhysicalType.INT32 || type == PhysicalType.INT64;
  }

  private boolean isUnsigned() {
    return leaf.schema().logicalType() instanceof LogicalType.IntType type
        && type.isSigned() == false;
  }

  /** Whole numbers that float32 does not hold become NaN. */
  private void read(ColumnReader reader, int from, float[] vector) {
    switch (leaf.schema().type()) {
      case FLOAT -> System.arraycopy(reader.getFloats(), from, vector, 0, vector.length);
      case DOUBLE -> {
        double[] values = reader.getDoubles();
        for (int i = 0; i < vector.length; i++) {
          vector[i] = (float) values[from + i];
        }
      }
      case INT32 -> {
        int[] values = reader.getInts();
        for (int i = 0; i < vector.length; i++) {
          long value = isUnsigned() ? values[from + i] & 0xffff_ffffL : values[from + i];
          vector[i] = Element.exact(value);
        }
      }
      case INT64 -> {
        long[] values = reader.getLongs();
        for (int i = 0; i < vector.length; i++) {
          long value = values[from + i];
          vector[i] = isUnsigned() && value < 0 ? Float.NaN : Element.exact(value);
        }
      }
      case FIXED_LEN_BYTE_ARRAY -> {
        for (int i = 0; i < vector.length; i++) {
          ByteBuffer half = leaf.bytes(from + i).order(ByteOrder.LITTLE_ENDIAN);
          vector[i] = Float.float16ToFloat(half.getShort(0));
        }
      }
      case BOOLEAN, BYTE_ARRAY, INT96 -> throw new AssertionError(leaf.schema());
    }
  }
}
