// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.text;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** Words and numbers. */
public final class TextTarget extends SourceTarget {

  /** Jazzer calls this too. */
  public TextTarget() {
    super(new TextFormat());
  }

  @Override
  public int inputs() {
    return 50_000;
  }

  @Override
  public List<byte[]> words() {
    return FuzzTarget.words(
        " ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\u0000",
        "\uFEFF",
        "NaN",
        "-inf",
        "1e39",
        "1e-999999999999",
        ".",
        "+",
        "-",
        "e",
        "0x1p3",
        "1f",
        "3 16384\n",
        "9223372036854775808 1\n",
        "0.00000000000000000000000000000000000000000000000000000000000000000001",
        "\u00e9",
        "340282356779733661637539395458142568447.99999999999999999999",
        "\uD83D\uDE00");
  }

  @Override
  public byte[] sample(Random random) {
    int dimension = 1 + random.nextInt(5);
    int rows = 1 + random.nextInt(5);
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
    if (random.nextBoolean()) {
      text.append(rows).append(' ').append(dimension).append('\n');
    }
    for (int row = 0; row < rows; row++) {
      text.append(random.nextBoolean() ? "w\u00f6rd" : "the").append(row);
      for (int i = 0; i < dimension; i++) {
        text.append(random.nextInt(8) == 0 ? '\t' : ' ').append(number(random));
      }
      text.append(random.nextInt(4) == 0 ? "\r\n" : "\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A number in one of the ways in which they are written. */
  public static String number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Integer.toString(random.nextInt(100));
      case 1 -> Double.toString(random.nextGaussian());
      case 2 -> random.nextInt(10) + "e" + (random.nextInt(60) - 30);
      default -> Float.toString((float) random.nextGaussian());
    };
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {
    require(contains(file, from, to, source.id()), "a word");
    require(source.id().matches("(?s)[^ \\t\\n]([^\\n]*[^ \\t\\n])?"), "a word");
  }
}
