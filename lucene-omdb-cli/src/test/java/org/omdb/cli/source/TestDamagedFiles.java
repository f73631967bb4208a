// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;

/** Whatever is in a file, reading it ends with valid rows or with a message. */
@SuppressFileSystems("ExtrasFS")
public class TestDamagedFiles extends SourceTestCase {

  private static final String SYNTAX = " \n\t\r\0{}[]\"',:-.eE0123456789()";

  public void testDamagedFilesGiveValidRowsOrAFailureInWords() throws Exception {
    Path folder = createTempDir();
    for (SourceTarget target : SourceTargets.all()) {
      Path file = folder.resolve("a." + target.name());
      int refused = 0;
      for (int i = atLeast(10); i > 0; i--) {
        byte[] good = target.sample(random());
        Files.write(file, good);
        read(target.format(), file, target.columns());
        for (int j = 40; j > 0; j--) {
          Files.write(file, damage(good));
          refused += isRefused(target.format(), file, target.columns()) ? 1 : 0;
          isRefused(null, file, target.columns());
        }
      }
      assertTrue(target + ": " + refused, refused > 50);
    }
  }

  private static boolean isRefused(SourceFormat format, Path file, Columns columns)
      throws IOException {
    try {
      read(format, file, columns);
      return false;
    } catch (CommandFailure failure) {
      boolean isOption = failure.exitStatus() == ExitStatus.USAGE; // taken for another format
      assertTrue(failure.getMessage(), isOption || failure.getMessage().startsWith(file + ": "));
      assertOneLine(failure);
      return true;
    }
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
