// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.text;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/**
 * {@code word v1 v2 ...} line by line, as word2vec and GloVe write it; or numbers alone, if the
 * user says that there are no ids.
 */
public final class TextFormat implements SourceFormat {

  @Override
  public String name() {
    return "text";
  }

  @Override
  public String description() {
    return "\"word v1 v2 ...\" on each line: word2vec, GloVe";
  }

  /** Whether its lines are words and numbers. All of them are checked when the file is read. */
  @Override
  public boolean recognizes(FileHead head) {
    FirstLines lines = lines(head);
    return lines.isEmpty() == false
        && (lines.areWordsAndNumbers() || lines.withoutComments().separatorOfNumbers() != 0);
  }

  private static FirstLines lines(FileHead head) {
    int end = head.bytes().length;
    return FirstLines.of(head.bytes(), head.textStart(), end, head.isWhole());
  }

  /** Refuses tables of numbers, whose first components would become ids. */
  @Override
  public void checkRecognized(SourceFile file, FileHead head, Columns columns)
      throws CommandFailure {
    FirstLines lines = lines(head).withoutComments();
    if (columns.noIds()) {
      return;
    }
    char separator = lines.separatorOfNumbers();
    if (separator != 0 && separator != ' ') {
      throw BadInput.in(
          file,
          "numbers without a header, separated by '" + separator + "'",
          "--no-ids if each line is a vector, whose rows have no ids");
    }
    if (separator == ' ' && lines.firstNumbersAreNoIds()) {
      throw BadInput.in(
          file,
          "a table of numbers",
          "--no-ids if each line is a vector, or --format text if the first number of each line is"
              + " its id");
    }
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    columns.requireUnnamed(name());
    return columns.noIds() ? NumbersSource.open(file.window()) : TextSource.open(file.window());
  }
}
