// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.spi.VectorSource;

/** NumPy's array file: a {@link NpyHeader}, then the rows. */
final class NpySource implements VectorSource {

  private final FileWindow window;
  private final NpyHeader header;
  private long read;
  private float[] vector;

  private NpySource(FileWindow window, NpyHeader header) {
    this.window = window;
    this.header = header;
  }

  static NpySource open(FileWindow window) throws IOException, CommandFailure {
    return new NpySource(window, NpyHeader.read(window));
  }

  @Override
  public int dimension() {
    return header.row().dimension();
  }

  @Override
  public long rows() {
    return header.rows();
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
    if (read == header.rows()) {
      checkEnd();
      return false;
    }
    vector = header.row().read(window, read);
    read++;
    return true;
  }

  /** Of a pipe; the length of a file is checked before. */
  private void checkEnd() throws IOException, CommandFailure {
    if (window.fill(1)) {
      throw BadInput.at(
          window.file(),
          BadInput.byteAt(window.position()),
          "bytes after the last of " + header.rows() + " rows",
          "the end of the file");
    }
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
