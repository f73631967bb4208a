// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.console.CommandFailure;

/** Whatever is in a file, reading it ends with valid rows or with a message. */
@SuppressFileSystems("ExtrasFS")
public class TestDamagedFiles extends SourceTestCase {

  private static final String SYNTAX = " \n\t\r\0{}[]\"',:-.eE0123456789()";

  public void testDamagedFilesGiveValidRowsOrAFailureInWords() throws Exception {
    Path folder = createTempDir();
    for (SourceFormat format : SourceFormat.values()) {
      if (format == SourceFormat.OMDB) {
        continue;
      }
      byte[] good = sample(format);
      Path file = folder.resolve("a." + format);
      Files.write(file, good);
      read(format, file);
      int refused = 0;
      for (int i = atLeast(400); i > 0; i--) {
        byte[] damaged = damage(good);
        Files.write(file, damaged);
        refused += isRefused(format, file) ? 1 : 0;
        isRefused(null, file);
      }
      assertTrue(format + ": " + refused, refused > 50);
    }
  }

  private static boolean isRefused(SourceFormat format, Path file) throws IOException {
    try {
      SourceFormat known = format == null ? SourceFormat.detect(file) : format;
      read(known, file);
      return false;
    } catch (CommandFailure failure) {
      assertTrue(failure.getMessage(), failure.getMessage().startsWith(file + ": "));
      assertOneLine(failure);
      return true;
    }
  }

  private static byte[] sample(SourceFormat format) {
    float[] v = randomVector(6);
    String numbers = Arrays.toString(v).replaceAll("[\\[\\],]", "");
    String json =
        "{\"id\":\"é%d\",\"vector\":"
            + Arrays.toString(v)
            + ",\"a\":[{\"b\":1.5}],\"c\":\"\\u00e9\"}\n";
    return switch (format) {
      case NPY -> {
        String[] descrs = {"|u1", ">f2", "<f4", "<f8"};
        int which = random().nextInt(descrs.length);
        byte[] data = new byte[30 << which];
        Arrays.fill(data, (byte) 1);
        yield npy(TestUtil.nextInt(random(), 1, 3), dictionary(descrs[which], "(5, 6)"), data);
      }
      case FVECS -> fvecs(v, v, v);
      case BVECS -> {
        byte[] row = {6, 0, 0, 0, 1, 2, 3, 4, 5, 6};
        byte[] rows = Arrays.copyOf(row, 20);
        System.arraycopy(row, 0, rows, 10, 10);
        yield rows;
      }
      case TEXT ->
          ("3 6\na " + numbers + "\né " + numbers + "\r\nb " + numbers + "\n").getBytes(UTF_8);
      case JSONL -> json.repeat(3).getBytes(UTF_8);
      case OMDB -> throw new AssertionError();
    };
  }

  private static byte[] damage(byte[] good) {
    byte[] damaged = good.clone();
    switch (random().nextInt(4)) {
      case 0 -> damaged = Arrays.copyOf(good, random().nextInt(good.length));
      case 1 -> damaged = Arrays.copyOf(good, good.length + TestUtil.nextInt(random(), 1, 20));
      case 2 -> { // cut out of the middle
        int from = random().nextInt(good.length);
        int to = TestUtil.nextInt(random(), from, good.length);
        damaged = Arrays.copyOf(good, good.length - (to - from));
        System.arraycopy(good, to, damaged, from, good.length - to);
      }
      default -> {}
    }
    for (int i = random().nextInt(4); i > 0 && damaged.length > 0; i--) {
      int at = random().nextInt(damaged.length);
      damaged[at] =
          switch (random().nextInt(3)) {
            case 0 -> (byte) random().nextInt(256);
            case 1 -> (byte) SYNTAX.charAt(random().nextInt(SYNTAX.length()));
            default -> (byte) (damaged[at] ^ 1 << random().nextInt(8));
          };
    }
    return damaged;
  }
}
