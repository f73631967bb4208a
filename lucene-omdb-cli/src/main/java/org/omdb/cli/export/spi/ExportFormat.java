// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.spi;

import java.io.IOException;
import java.nio.file.Path;
import org.omdb.cli.console.CommandFailure;

/**
 * A file format that {@code omdb export} writes. All of them are in the list {@link ExportFormats}.
 * An instance has no state.
 */
public interface ExportFormat {

  /**
   * The value of {@code --format}.
   *
   * @return lower-case letters and digits; also how the names of such files end, behind a point
   */
  String name();

  /** {@return whether the file has ids; else they are in an {@code IdsFile} beside it} */
  default boolean hasIds() {
    return true;
  }

  /** {@return whether the file has the stored columns too} */
  default boolean keepsColumns() {
    return false;
  }

  /**
   * Writes all rows. The file is complete or not there at all.
   *
   * @param rows of the index
   * @param target the file to write
   * @param overwrite whether to replace one that is there
   * @return number of bytes
   * @throws java.nio.file.FileAlreadyExistsException if there is one that must not be replaced
   * @throws IOException if reading or writing fails
   * @throws CommandFailure if the format can't hold a row
   */
  long write(ExportRows rows, Path target, boolean overwrite) throws IOException, CommandFailure;
}
