// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/** Rows of components of one kind, little-endian. */
abstract class ComponentsTarget extends SourceTarget {

  private final Element element;

  ComponentsTarget(SourceFormat format, Element element) {
    super(format);
    this.element = element;
  }

  @Override
  public int inputs() {
    return 40_000;
  }

  @Override
  public List<byte[]> words() {
    return List.of(floats(Float.NaN), floats(Float.NEGATIVE_INFINITY));
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = buffer(Float.BYTES * values.length);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int bytes(int components) {
    return components * element.bytes();
  }

  void putComponents(Random random, ByteBuffer bytes, int dimension) {
    for (int i = 0; i < dimension; i++) {
      switch (element) {
        case UINT8, INT8 -> bytes.put((byte) random.nextInt());
        case INT32 -> bytes.putInt(random.nextInt(2_000_000) - 1_000_000);
        case FLOAT32 -> bytes.putFloat((float) random.nextGaussian());
        default -> throw new AssertionError(element);
      }
    }
  }

  void checkComponents(ByteBuffer bytes, VectorSource source) {
    require(source.id() == null, "no id");
    for (float component : source.vector()) {
      double expected =
          switch (element) {
            case UINT8 -> bytes.get() & 0xff;
            case INT8 -> bytes.get();
            case INT32 -> bytes.getInt();
            case FLOAT32 -> bytes.getFloat();
            default -> throw new AssertionError(element);
          };
      require(component == expected, "component");
    }
    require(bytes.hasRemaining() == false, "nothing else in a row");
  }
}
