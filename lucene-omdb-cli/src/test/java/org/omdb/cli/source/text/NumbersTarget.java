// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.text;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;

/** Lines of numbers alone. */
public final class NumbersTarget extends SourceTarget {

  /** Jazzer calls this too. */
  public NumbersTarget() {
    super(new TextFormat(), new Columns(null, null, null, true));
  }

  @Override
  public String name() {
    return "numbers";
  }

  @Override
  public int inputs() {
    return 50_000;
  }

  @Override
  public List<byte[]> words() {
    return new TextTarget().words();
  }

  @Override
  public byte[] sample(Random random) {
    int dimension = 2 + random.nextInt(5);
    String separator = List.of(" ", "\t", ",", ", ", ";").get(random.nextInt(5));
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "# a comment\n" : "");
    for (int rows = 1 + random.nextInt(5); rows > 0; rows--) {
      for (int i = 0; i < dimension; i++) {
        text.append(i == 0 ? "" : separator).append(TextTarget.number(random));
      }
      text.append(random.nextInt(4) == 0 ? "\r\n" : "\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {
    require(source.id() == null, "no id");
    require(to - from >= 2 * source.dimension() - 1, "a digit and a separator for each number");
  }
}
