// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** A zip archive of a matrix, and often of ids. */
public final class NpzTarget extends SourceTarget {

  private final NpyTarget matrices = new NpyTarget();

  /** Jazzer calls this too. */
  public NpzTarget() {
    super(new NpzFormat());
  }

  @Override
  public int inputs() {
    return 20_000;
  }

  /** An array's window may be as large as a file says that the array is. */
  @Override
  public long fixedBytes() {
    return 4 << 20;
  }

  @Override
  public List<byte[]> words() {
    List<byte[]> words = new ArrayList<>(matrices.words());
    words.addAll(
        FuzzTarget.words("PK\u0003\u0004", "PK\u0001\u0002", "ids.npy", "|O", "<U9999999"));
    return words;
  }

  @Override
  public byte[] sample(Random random) {
    byte[] matrix = matrices.sample(random);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, random, "arr_0.npy", matrix);
      if (random.nextBoolean()) {
        add(zip, random, random.nextBoolean() ? "ids.npy" : "other.npy", ids(rows(matrix)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Stored, so that damage reaches the array. */
  private static void add(ZipOutputStream zip, Random random, String name, byte[] array)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    if (random.nextInt(4) > 0) {
      CRC32 crc = new CRC32();
      crc.update(array);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(array.length);
      entry.setCrc(crc.getValue());
    }
    zip.putNextEntry(entry);
    zip.write(array);
    zip.closeEntry();
  }

  private static int rows(byte[] matrix) {
    String header = new String(matrix, StandardCharsets.ISO_8859_1);
    int shape = header.indexOf("'shape': (") + "'shape': (".length();
    return Integer.parseInt(header.substring(shape, header.indexOf(',', shape)));
  }

  private static byte[] ids(int rows) {
    byte[] ids = new byte[3 * rows];
    for (int row = 0; row < rows; row++) {
      ids[3 * row] = 'i';
      ids[3 * row + 1] = (byte) ('0' + row);
    }
    String dictionary = "{'descr': '|S3', 'fortran_order': False, 'shape': (" + rows + ",), }  \n";
    return SourceTestCase.npy(1, dictionary, ids);
  }

  @Override
  protected VectorSource open(SourceFile file, byte[] bytes) throws IOException, CommandFailure {
    file.close();
    return NpzFormat.open(file, new SeekableInMemoryByteChannel(bytes), Columns.DEFAULT);
  }

  @Override
  protected boolean isRowByRow() {
    return false;
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {}
}
