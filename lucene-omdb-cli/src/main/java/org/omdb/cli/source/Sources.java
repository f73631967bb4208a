// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;

/** Opens files of vectors. */
public final class Sources {

  private Sources() {}

  /**
   * Opens a file, and checks its header and its length. Rows are checked as they are read.
   *
   * @param format the format of the file, as the user named it or as {@linkplain
   *     SourceFormat#detect detected}
   * @param file the file to read
   * @return a source before its first row, which the caller closes
   * @throws IOException if reading fails
   * @throws CommandFailure if the file is not of this format, or damaged
   */
  public static VectorSource open(SourceFormat format, Path file)
      throws IOException, CommandFailure {
    if (format == SourceFormat.OMDB) {
      return OmdbSource.open(file);
    }
    FileWindow window = FileWindow.open(file);
    boolean opened = false;
    try {
      VectorSource source = open(format, window);
      opened = true;
      return source;
    } finally {
      if (opened == false) {
        IOUtils.closeWhileHandlingException(window);
      }
    }
  }

  /** The source closes the window. */
  static VectorSource open(SourceFormat format, FileWindow window)
      throws IOException, CommandFailure {
    return switch (format) {
      case NPY -> NpySource.open(window);
      case FVECS -> VecsSource.open(window, Element.FLOAT32);
      case BVECS -> VecsSource.open(window, Element.UINT8);
      case TEXT -> TextSource.open(window);
      case JSONL -> JsonLinesSource.open(window);
      case OMDB -> throw new AssertionError("read through a mapped IndexInput, not a window");
    };
  }
}
