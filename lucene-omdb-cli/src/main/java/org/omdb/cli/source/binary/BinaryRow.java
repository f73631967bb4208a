// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.SourceFile;

/**
 * The components of a row in a binary file, next to each other.
 *
 * @param element how a component is encoded
 * @param order of its bytes
 * @param dimension number of components
 */
public record BinaryRow(Element element, ByteOrder order, int dimension) {

  /** {@return the size of a row} */
  public int bytes() {
    return dimension * element.bytes();
  }

  /**
   * Reads the row at the window's start, and moves the window past it.
   *
   * @param window on the file
   * @param row its number, for messages
   * @return its components, all of them finite
   * @throws IOException if reading fails
   * @throws CommandFailure if the file ends, or a component is not finite
   */
  public float[] read(FileWindow window, long row) throws IOException, CommandFailure {
    require(window, row, bytes());
    ByteBuffer bytes = ByteBuffer.wrap(window.bytes(), window.start(), bytes()).slice();
    float[] vector = decode(window.file(), bytes.order(order), row);
    window.skip(bytes());
    return vector;
  }

  /**
   * Decodes a row.
   *
   * @param file for messages
   * @param bytes of the row, from position 0, in its order
   * @param row its number, for messages
   * @return its components, all of them finite
   * @throws CommandFailure if a component is not finite
   */
  public float[] decode(SourceFile file, ByteBuffer bytes, long row) throws CommandFailure {
    float[] vector = new float[dimension];
    element.decode(bytes, vector);
    for (int i = 0; i < dimension; i++) {
      if (Float.isFinite(vector[i]) == false) {
        String found = BadInput.component(i, element.valueAt(bytes, vector, i));
        throw BadInput.at(file, BadInput.row(row), found, element.expected());
      }
    }
    return vector;
  }

  /** Fails if the file ends: a pipe may, and a file that became shorter since it was opened. */
  static void require(FileWindow window, long row, int bytes) throws IOException, CommandFailure {
    if (window.fill(bytes) == false) {
      String found = "the end of the file after " + window.available() + " bytes";
      throw BadInput.at(window.file(), BadInput.row(row), found, bytes + " bytes");
    }
  }
}
