// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.binary.BinaryRow;
import org.omdb.cli.source.binary.Element;
import org.omdb.cli.source.binary.RowsSource;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.VectorSource;

/** An array of two dimensions, whose rows are vectors. */
final class NpyMatrix {

  private NpyMatrix() {}

  /**
   * Opens an array for reading.
   *
   * @param window at the header of an array; closed by the source
   */
  static VectorSource open(FileWindow window) throws IOException, CommandFailure {
    SourceFile file = window.file();
    NpyHeader header = NpyHeader.read(window);
    Element element = header.element();
    if (header.descr().equals("|O")) {
      throw BadInput.in(
          file,
          "an array of Python objects",
          "numbers, as numpy.array(list(a), dtype=numpy.float32) makes them");
    }
    if (element == null) {
      throw BadInput.at(
          file,
          "descr",
          "element type " + BadInput.quote(header.descr()),
          "u1, u2, u4, i1, i2, i4, i8, f2, f4 or f8");
    }
    if (header.shape().size() != 2) {
      String found =
          "an array of " + header.shape().size() + " dimensions, shape " + header.tuple();
      throw BadInput.in(file, found, "2: (rows, components)");
    }
    long rows = header.shape().get(0);
    long columns = header.shape().get(1);
    BadInput.checkDimension(file, "shape " + header.tuple(), columns);
    BinaryRow row = new BinaryRow(element, header.order(), (int) columns);
    if (header.fortranOrder() && rows > 1 && columns > 1) {
      return FortranSource.open(window, row, rows);
    }
    return RowsSource.open(window, row, rows);
  }
}
