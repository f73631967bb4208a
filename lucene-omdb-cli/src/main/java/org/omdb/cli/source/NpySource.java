// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;

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
      return false;
    }
    vector = header.row().read(window, read);
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
