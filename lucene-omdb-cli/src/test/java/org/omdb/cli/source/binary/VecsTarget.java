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

/** Rows of a dimension and components. */
public abstract class VecsTarget extends SourceTarget {

  private final int elementBytes;

  VecsTarget(SourceFormat format, int elementBytes) {
    super(format);
    this.elementBytes = elementBytes;
  }

  /** {@code .fvecs}. */
  public static final class Floats extends VecsTarget {
    /** Jazzer calls this too. */
    public Floats() {
      super(new VecsFormat("fvecs", Element.FLOAT32), Float.BYTES);
    }
  }

  /** {@code .bvecs}. */
  public static final class Bytes extends VecsTarget {
    /** Jazzer calls this too. */
    public Bytes() {
      super(new VecsFormat("bvecs", Element.UINT8), Byte.BYTES);
    }
  }

  @Override
  public int inputs() {
    return 80_000;
  }

  @Override
  public List<byte[]> words() {
    return List.of(floats(Float.NaN), floats(Float.NEGATIVE_INFINITY));
  }

  static byte[] floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  @Override
  public byte[] sample(Random random) {
    int dimension = 1 + random.nextInt(6);
    int rows = 1 + random.nextInt(5);
    ByteBuffer bytes =
        ByteBuffer.allocate(rows * (Integer.BYTES + dimension * elementBytes))
            .order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putInt(dimension);
      for (int i = 0; i < dimension; i++) {
        if (elementBytes == 1) {
          bytes.put((byte) random.nextInt());
        } else {
          bytes.putFloat((float) random.nextGaussian());
        }
      }
    }
    return bytes.array();
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {
    require(source.id() == null, "no id");
    ByteBuffer bytes = ByteBuffer.wrap(file, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    require(bytes.getInt() == source.dimension(), "dimension of a row");
    for (float component : source.vector()) {
      float expected = elementBytes == 1 ? bytes.get() & 0xff : bytes.getFloat();
      require(component == expected, "component");
    }
    require(bytes.hasRemaining() == false, "nothing else in a row");
  }
}
