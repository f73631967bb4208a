// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.spi;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;

/**
 * A file format that {@code omdb import} reads. All of them are in the list {@code SourceFormats}.
 * An instance has no state, and any thread may use it.
 */
public interface SourceFormat {

  /**
   * The value of {@code --format}.
   *
   * @return lower-case letters and digits
   */
  String name();

  /**
   * What is in such a file, for the help.
   *
   * @return part of a line, such as {@code NumPy arrays}
   */
  String description();

  /**
   * Whether a file is of this format, as far as its name and first bytes tell. Formats are asked in
   * the order of their list, and the first that says yes reads the file.
   *
   * @param head of the file, decompressed
   * @return true even for a file that turns out damaged when it is read
   */
  boolean recognizes(FileHead head);

  /**
   * Refuses a file that this format {@linkplain #recognizes recognizes}, where it would be read,
   * but maybe not as the user means it. Not called if the user names the format.
   *
   * @param file for the message
   * @param head of the file, decompressed
   * @param columns what the user said about it
   * @throws CommandFailure if the user has to say more
   */
  default void checkRecognized(SourceFile file, FileHead head, Columns columns)
      throws CommandFailure {}

  /**
   * Opens a file and checks what stands before its first row. Rows are checked as they are read.
   *
   * @param file of this format, from its start; the source closes it, or the caller if this fails
   * @param columns what to take from it
   * @return a source before its first row, which the caller closes
   * @throws IOException if reading fails
   * @throws CommandFailure if the file is not of this format, or damaged; or if it has no such
   *     columns
   */
  VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure;
}
