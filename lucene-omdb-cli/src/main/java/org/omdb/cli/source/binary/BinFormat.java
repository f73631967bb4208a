// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/**
 * {@code .fbin}, {@code .u8bin}, {@code .i8bin} and {@code .ibin} of big-ann-benchmarks, which
 * DiskANN reads too: the number of rows and the dimension as uint32, and then the rows, all
 * little-endian. Recognized by the name, as there are no magic bytes.
 *
 * @param name of the format, and the end of the file's name
 * @param element how a component is encoded
 * @see <a href="https://big-ann-benchmarks.com/neurips21.html#bench-datasets">the format</a>
 */
public record BinFormat(String name, Element element) implements SourceFormat {

  private static final int HEAD_BYTES = 2 * Integer.BYTES;

  /** What big-ann-benchmarks calls the first part of a larger file, behind its name. */
  private static final String CROP = ".crop_nb_";

  @Override
  public String description() {
    return "big-ann-benchmarks: counts of rows and components, and " + element + " components";
  }

  @Override
  public boolean recognizes(FileHead head) {
    return head.name().endsWith("." + name) || head.name().contains("." + name + CROP);
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    columns.requireUnnamed(name);
    FileWindow window = file.window();
    if (window.fill(HEAD_BYTES) == false) {
      throw BadInput.in(
          file, window.available() + " bytes", "the number of rows and the dimension, 8 bytes");
    }
    ByteBuffer head = ByteBuffer.wrap(window.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long rows = Integer.toUnsignedLong(head.getInt(window.start()));
    long dimension = Integer.toUnsignedLong(head.getInt(window.start() + Integer.BYTES));
    BadInput.checkDimension(file, BadInput.byteAt(Integer.BYTES), dimension);
    window.skip(HEAD_BYTES);
    BinaryRow row = new BinaryRow(element, ByteOrder.LITTLE_ENDIAN, (int) dimension);
    return RowsSource.open(window, row, rows);
  }
}
