// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** {@code .npy}: a dictionary in Python's syntax, and an array. */
public final class NpyTarget extends SourceTarget {

  private static final List<String> TYPES =
      List.of("|u1", "|i1", "<f2", ">f2", "<f4", ">f4", "<i2", "<u2");

  /** Jazzer calls this too. */
  public NpyTarget() {
    super(new NpyFormat());
  }

  @Override
  public int inputs() {
    return 60_000;
  }

  @Override
  public List<byte[]> words() {
    return FuzzTarget.words(
        "descr",
        "fortran_order",
        "shape",
        "True",
        "False",
        "None",
        "'",
        "(",
        ")",
        "[",
        "]",
        ",",
        "{",
        "}",
        ":",
        "'<f8'",
        "'|u1'",
        "'>f2'",
        "9223372036854775807",
        "99999999999999999999",
        "4294967296",
        "16384L",
        "(((((((((((((((((((((((((((((((((((((",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[");
  }

  @Override
  public byte[] sample(Random random) {
    int rows = random.nextInt(5);
    int columns = 1 + random.nextInt(5);
    boolean doubles = random.nextInt(4) == 0;
    String type = doubles ? "<f8" : TYPES.get(random.nextInt(TYPES.size()));
    byte[] data = new byte[rows * columns * (type.charAt(2) - '0')];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) random.nextInt(0x38); // of any type, in any order, finite
    }
    String order = random.nextInt(4) == 0 ? "True" : "False";
    String dictionary =
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': %s, 'shape': (%d, %d), }  \n",
            type,
            order,
            rows,
            columns);
    return SourceTestCase.npy(1 + random.nextInt(3), dictionary, data);
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {
    require(source.id() == null, "no id");
    int bytes = (to - from) / source.dimension();
    require(bytes * source.dimension() == to - from, "components of one size");
    require(bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8, "that there is");
  }
}
