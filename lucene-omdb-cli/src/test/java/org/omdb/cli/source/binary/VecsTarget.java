// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.omdb.cli.source.spi.VectorSource;

/** Rows of a dimension and components. */
public abstract class VecsTarget extends ComponentsTarget {

  VecsTarget(String name, Element element) {
    super(new VecsFormat(name, element), element);
  }

  /** {@code .fvecs}. */
  public static final class Floats extends VecsTarget {
    /** Jazzer calls this too. */
    public Floats() {
      super("fvecs", Element.FLOAT32);
    }
  }

  /** {@code .bvecs}. */
  public static final class Bytes extends VecsTarget {
    /** Jazzer calls this too. */
    public Bytes() {
      super("bvecs", Element.UINT8);
    }
  }

  /** {@code .ivecs}. */
  public static final class Ints extends VecsTarget {
    /** Jazzer calls this too. */
    public Ints() {
      super("ivecs", Element.INT32);
    }
  }

  @Override
  public byte[] sample(Random random) {
    int dimension = 1 + random.nextInt(6);
    int rows = 1 + random.nextInt(5);
    ByteBuffer bytes = buffer(rows * (Integer.BYTES + bytes(dimension)));
    while (bytes.hasRemaining()) {
      bytes.putInt(dimension);
      putComponents(random, bytes, dimension);
    }
    return bytes.array();
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {
    ByteBuffer bytes = ByteBuffer.wrap(file, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    require(bytes.getInt() == source.dimension(), "dimension of a row");
    checkComponents(bytes, source);
  }
}
