// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

public class TestIvecsFile extends DataTestCase {

  public void testReadsRows() throws IOException {
    int[][] rows = IvecsFile.read(write(3, 10, -20, 1 << 30, 3, 4, 5, 6));
    assertArrayEquals(new int[][] {{10, -20, 1 << 30}, {4, 5, 6}}, rows);
  }

  public void testRefusesWhatIsNoIvecs() throws IOException {
    for (int[] damaged : new int[][] {{}, {0}, {-1}, {3, 1, 2}, {2, 1, 2, 3, 1, 2}, {2, 1, 2, 1}}) {
      Path file = write(damaged);
      IOException refused = expectThrows(IOException.class, () -> IvecsFile.read(file));
      assertTrue(refused.getMessage(), refused.getMessage().contains(file.toString()));
    }
    Path odd = createTempFile();
    Files.write(odd, new byte[] {1, 0, 0, 0, 7, 0, 0, 0, 9});
    expectThrows(IOException.class, () -> IvecsFile.read(odd));
  }

  static Path write(Path file, int... ints) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(ints.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(ints);
    return Files.write(file, bytes.array());
  }

  private static Path write(int... ints) throws IOException {
    return write(createTempFile(), ints);
  }
}
