// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.BytesRef;
import org.omdb.fixtures.ImageBytes;
import org.omdb.fixtures.fuzz.FuzzTarget;
import org.omdb.fixtures.fuzz.GuardedInput;

/**
 * An image, its vectors and its ids, compared with what a plain reading of the bytes by the
 * layout's description gives.
 */
public final class ImageTarget implements FuzzTarget {

  @Override
  public String name() {
    return "image";
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public int inputs() {
    return 650_000;
  }

  @Override
  public List<byte[]> words() {
    return FuzzTarget.words("OMDB", "BDMO", "OMD8", "8DMO", "vec_0", "empty_1", "\uD83D\uDE00");
  }

  @Override
  public byte[] sample(Random random) {
    boolean floats = random.nextBoolean();
    int count = random.nextInt(12);
    int dimension = 1 + random.nextInt(4);
    boolean table = random.nextInt(8) > 0;
    String magic = floats ? "OMDB" : "OMD8";
    if (random.nextBoolean()) {
      magic = new StringBuilder(magic).reverse().toString();
    }
    byte[] vectors = new byte[count * dimension * (floats ? Float.BYTES : 1)];
    random.nextBytes(vectors);
    long tableAt = OmdbHeader.BYTES + vectors.length;
    ImageBytes image =
        new ImageBytes()
            .magic(magic)
            .header(table ? 5 : 4, dimension, count, table ? tableAt : random.nextInt(2_000))
            .raw(vectors);
    if (table) {
      int entries = count == 0 ? 0 : random.nextInt(2 * count);
      image.u32(entries + (random.nextInt(4) == 0 ? 5 : 0));
      for (int i = 0; i < entries; i++) {
        image.entry(random.nextInt(4) == 0 ? random.nextInt(count) : i % count, id(random, i));
      }
    }
    // An entry of zeros would be vector 0 with an empty id, of an image without vectors too.
    return count > 0 && random.nextInt(4) == 0
        ? image.zeros(random.nextInt(40)).toByteArray()
        : image.toByteArray();
  }

  private static String id(Random random, int i) {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> "vec_" + random.nextInt(12) + "_".repeat(random.nextInt(3));
      case 2 -> "empty_" + random.nextInt(12);
      case 3 -> "a".repeat(random.nextInt(40));
      case 4 -> "\u00e9\uD83D\uDE00" + random.nextInt(3);
      default -> "user_" + i;
    };
  }

  @Override
  public boolean read(byte[] file) throws IOException {
    OmdbImageReader image;
    try {
      image = new OmdbImageReader(new GuardedInput(file));
    } catch (
        @SuppressWarnings("unused")
        OmdbFormatException e) {
      return false;
    }
    readVectors(image, file);
    OmdbIdTable table = image.idTable();
    if (table != null) {
      readAnywhere(table, file);
    }
    ExpectedIds expected;
    try {
      expected = ExpectedIds.walk(image.header(), table, file);
    } catch (
        @SuppressWarnings("unused")
        OmdbFormatException e) {
      skipRefused(table.entries());
      refusesIds(image);
      return false;
    }
    expected.check(new OmdbFileIds(image.header().count(), image.idTable()), table);
    return true;
  }

  private static void readVectors(OmdbImageReader image, byte[] file) throws IOException {
    OmdbHeader header = image.header();
    IndexInput vectors = image.vectors();
    require(vectors.length() == header.count() * header.vectorBytes(), "length of the vectors");
    byte[] read = new byte[Math.toIntExact(vectors.length())];
    vectors.readBytes(read, 0, read.length);
    int end = OmdbHeader.BYTES + read.length;
    require(Arrays.equals(read, 0, read.length, file, OmdbHeader.BYTES, end), "vectors");
  }

  /** Positions that come from another damaged file. */
  private static void readAnywhere(OmdbIdTable table, byte[] file) throws IOException {
    BytesRef id = new BytesRef();
    byte[] scratch = new byte[2];
    long[] positions = {-1, 0, 4, Arrays.hashCode(file), table.length() - 8, table.length() - 7};
    for (long position : positions) {
      for (int index = 0; index < 2; index++) {
        try {
          table.readEntry(position, index, id);
          require(id.length <= table.length() - position - 8, "length of an id");
          table.compareToEntry(new BytesRef(scratch), position, index, new byte[2]);
        } catch (
            @SuppressWarnings("unused")
            OmdbFormatException e) {
          // as documented
        }
      }
    }
  }

  /** As a verification does, which wants to see everything that is wrong. */
  private static void skipRefused(OmdbIdTable.Entries entries) throws IOException {
    for (long end = -1; ; ) {
      try {
        if (entries.next() == false) {
          return;
        }
      } catch (
          @SuppressWarnings("unused")
          OmdbFormatException e) {
        if (entries.skipRefused() == false) {
          return;
        }
      }
      require(entries.end() > end, "moves on");
      end = entries.end();
    }
  }

  private static void refusesIds(OmdbImageReader image) throws IOException {
    try {
      new OmdbFileIds(image.header().count(), image.idTable());
    } catch (
        @SuppressWarnings("unused")
        OmdbFormatException e) {
      return;
    }
    throw new AssertionError("ids of a table that a walk refuses");
  }
}
