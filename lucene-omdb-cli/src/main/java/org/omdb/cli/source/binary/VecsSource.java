// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.spi.VectorSource;

/**
 * {@code .fvecs} and {@code .bvecs}, the formats of the TEXMEX corpus (such as SIFT1M). A row is
 * its dimension as an int32 and then the components, little-endian. All rows have the same
 * dimension.
 */
final class VecsSource implements VectorSource {

  private final FileWindow window;
  private final BinaryRow layout;
  private final long rows;
  private long read;
  private float[] vector;

  private VecsSource(FileWindow window, BinaryRow layout) {
    this.window = window;
    this.layout = layout;
    this.rows =
        window.length() == FileWindow.UNKNOWN_LENGTH
            ? -1
            : window.length() / (Integer.BYTES + layout.bytes());
  }

  static VecsSource open(FileWindow window, Element element) throws IOException, CommandFailure {
    return new VecsSource(window, checkLayout(window, element));
  }

  /** Reads the first dimension, and checks that the file's length is a multiple of a row's. */
  private static BinaryRow checkLayout(FileWindow window, Element element)
      throws IOException, CommandFailure {
    int dimension = peekDimension(window, 0);
    BadInput.checkDimension(window.file(), BadInput.row(0), dimension);
    BinaryRow layout = new BinaryRow(element, ByteOrder.LITTLE_ENDIAN, dimension);
    int rowBytes = Integer.BYTES + layout.bytes();
    long rest = window.length() % rowBytes;
    if (rest != 0 && window.length() != FileWindow.UNKNOWN_LENGTH) {
      throw BadInput.at(
          window.file(),
          BadInput.byteAt(window.length() - rest),
          rest + " bytes at the end of the file",
          "rows of "
              + rowBytes
              + " bytes, as the dimension of row 0, "
              + dimension
              + ", makes them");
    }
    return layout;
  }

  private static int peekDimension(FileWindow window, long row) throws IOException, CommandFailure {
    BinaryRow.require(window, row, Integer.BYTES);
    return ByteBuffer.wrap(window.bytes()).order(ByteOrder.LITTLE_ENDIAN).getInt(window.start());
  }

  @Override
  public int dimension() {
    return layout.dimension();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long position() {
    return window.position();
  }

  @Override
  public long length() {
    return window.length();
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    if (rows < 0 ? window.fill(1) == false : read == rows) {
      return false;
    }
    int dimension = peekDimension(window, read);
    if (dimension != dimension()) {
      String expected = dimension() + " as in row 0";
      throw BadInput.at(window.file(), BadInput.row(read), "dimension " + dimension, expected);
    }
    window.skip(Integer.BYTES);
    vector = layout.read(window, read);
    read++;
    return true;
  }

  @Override
  public String id() {
    return null;
  }

  @Override
  public float[] vector() {
    return vector;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
