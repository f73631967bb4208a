// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.word2vec;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** Words and float32 components. */
public final class Word2vecTarget extends SourceTarget {

  /** Jazzer calls this too. */
  public Word2vecTarget() {
    super(new Word2vecFormat());
  }

  @Override
  public int inputs() {
    return 40_000;
  }

  @Override
  public List<byte[]> words() {
    return FuzzTarget.words("1 2\n", "999999999999999999 16384\n", " ", "\n", "\u00e9");
  }

  @Override
  public byte[] sample(Random random) {
    int rows = random.nextInt(5);
    int dimension = 1 + random.nextInt(5);
    boolean lineEnds = random.nextBoolean();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes((rows + " " + dimension + "\n").getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < rows; i++) {
      String word = random.nextBoolean() ? "w\u00f6rd" : "the";
      file.writeBytes((word + i + " ").getBytes(StandardCharsets.UTF_8));
      ByteBuffer vector =
          ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      while (vector.hasRemaining()) {
        vector.putFloat((float) random.nextGaussian());
      }
      file.writeBytes(vector.array());
      if (lineEnds) {
        file.write('\n');
      }
    }
    return file.toByteArray();
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {
    require(contains(file, from, to, source.id() + " "), "a word");
    ByteBuffer vector =
        ByteBuffer.allocate(source.dimension() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    vector.asFloatBuffer().put(source.vector());
    int rest = to - from - vector.capacity() - source.id().getBytes(StandardCharsets.UTF_8).length;
    require(rest >= 1 && rest <= 3, "a space, and maybe line ends before and behind");
    int at = from;
    while (at < to && file[at] != ' ') {
      at++;
    }
    require(ByteBuffer.wrap(file, at + 1, vector.capacity()).equals(vector.rewind()), "components");
  }
}
