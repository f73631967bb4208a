// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.omdb.cli.source.spi.VectorSource;

/** Two counts, and rows of components. */
public abstract class BinTarget extends ComponentsTarget {

  BinTarget(String name, Element element) {
    super(new BinFormat(name, element), element);
  }

  /** {@code .fbin}. */
  public static final class Floats extends BinTarget {
    /** Jazzer calls this too. */
    public Floats() {
      super("fbin", Element.FLOAT32);
    }
  }

  /** {@code .u8bin}. */
  public static final class Bytes extends BinTarget {
    /** Jazzer calls this too. */
    public Bytes() {
      super("u8bin", Element.UINT8);
    }
  }

  /** {@code .i8bin}. */
  public static final class SignedBytes extends BinTarget {
    /** Jazzer calls this too. */
    public SignedBytes() {
      super("i8bin", Element.INT8);
    }
  }

  /** {@code .ibin}. */
  public static final class Ints extends BinTarget {
    /** Jazzer calls this too. */
    public Ints() {
      super("ibin", Element.INT32);
    }
  }

  @Override
  public byte[] sample(Random random) {
    int dimension = 1 + random.nextInt(6);
    int rows = random.nextInt(6);
    ByteBuffer bytes = buffer(2 * Integer.BYTES + bytes(rows * dimension));
    bytes.putInt(rows).putInt(dimension);
    putComponents(random, bytes, rows * dimension);
    return bytes.array();
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {
    checkComponents(ByteBuffer.wrap(file, from, to - from).order(ByteOrder.LITTLE_ENDIAN), source);
  }
}
