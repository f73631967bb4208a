// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.Type;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.binary.Element;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;

/** The lists of numbers of a column in a batch, front to back. For one thread. */
final class ArrowVectors {

  private final SourceFile file;
  private final Element element;
  private final ArrowBits present;

  /** Null for lists of a fixed size. */
  private final ArrowOffsets offsets;

  private final int fixedSize;
  private final ArrowBits componentsPresent;
  private final ArrowBytes components;

  /** Opens the next field of the batch. */
  ArrowVectors(SourceFile file, ArrowField field, ArrowBatch batch) throws IOException {
    this.file = file;
    this.element = element(field.children().get(0));
    this.present = batch.nextValidity(batch.nextNode());
    boolean fixed = field.type().id() == Type.FixedSizeList;
    this.offsets = fixed ? null : new ArrowOffsets(batch.next(), field.type().isLarge());
    this.fixedSize = field.type().size();
    this.componentsPresent = batch.nextValidity(batch.nextNode());
    this.components = batch.next();
  }

  /** How the numbers of a field are encoded; null if it has others. */
  static Element element(ArrowField field) {
    return switch (field.type().id()) {
      case Type.FloatingPoint ->
          switch (field.type().size()) {
            case Short.BYTES -> Element.FLOAT16;
            case Float.BYTES -> Element.FLOAT32;
            case Double.BYTES -> Element.FLOAT64;
            default -> null;
          };
      case Type.Int -> whole(field.type());
      default -> null;
    };
  }

  private static Element whole(ArrowType type) {
    return switch (type.size()) {
      case Byte.BYTES -> type.signed() ? Element.INT8 : Element.UINT8;
      case Short.BYTES -> type.signed() ? Element.INT16 : Element.UINT16;
      case Integer.BYTES -> type.signed() ? Element.INT32 : Element.UINT32;
      case Long.BYTES -> type.signed() ? Element.INT64 : null;
      default -> null;
    };
  }

  /** How far the vectors of the batch are read, from 0 to 1. Each vector takes some bytes. */
  double progress() {
    return components.length() == 0 ? 0 : (double) components.taken() / components.length();
  }

  /**
   * The next vector.
   *
   * @param row for messages
   * @param dimension that all have; 0 if this is the first one
   * @return its components, all of them finite
   */
  float[] next(long row, int dimension) throws IOException, CommandFailure {
    String place = BadInput.row(row);
    long length = fixedSize;
    if (offsets != null) {
      skip(offsets.next());
      length = offsets.length();
    }
    if (present.next() == false) {
      throw BadInput.at(file, place, "null", "a vector");
    }
    BadInput.checkDimension(file, place, length);
    if (dimension > 0 && length != dimension) {
      throw BadInput.at(file, place, length + " components", dimension + " as in row 0");
    }
    float[] vector = new float[(int) length];
    ByteBuffer bytes =
        components.next(vector.length * element.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    element.decode(bytes, vector);
    for (int i = 0; i < vector.length; i++) {
      if (componentsPresent.next() == false) {
        throw BadInput.at(file, place, BadInput.component(i, "null"), BadInput.FINITE);
      }
      if (Float.isFinite(vector[i]) == false) {
        String found = BadInput.component(i, element.valueAt(bytes, vector, i));
        throw BadInput.at(file, place, found, element.expected());
      }
    }
    return vector;
  }

  private void skip(long count) throws IOException {
    components.skip(Math.multiplyExact(count, element.bytes()));
    for (long i = 0; i < count && componentsPresent.areOnes() == false; i++) {
      componentsPresent.next();
    }
  }
}
