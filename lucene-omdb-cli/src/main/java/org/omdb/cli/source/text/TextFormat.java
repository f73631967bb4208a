// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.LineReader;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.number.FloatScanner;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/** {@code word v1 v2 ...} line by line, as word2vec and GloVe write it. */
public final class TextFormat implements SourceFormat {

  private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(nan|inf|infinity)");

  @Override
  public String name() {
    return "text";
  }

  @Override
  public String description() {
    return "\"word v1 v2 ...\" on each line: word2vec, GloVe";
  }

  /** Whether a word and a number come first. The rest is checked when the file is read. */
  @Override
  public boolean recognizes(FileHead head) {
    byte[] bytes = head.bytes();
    int wordAt = head.textStart();
    int lineEnd = wordAt;
    while (lineEnd < bytes.length && bytes[lineEnd] != '\n' && bytes[lineEnd] != '\r') {
      lineEnd++;
    }
    int numberAt = FloatScanner.tokenEnd(bytes, wordAt, lineEnd);
    while (numberAt < lineEnd && LineReader.isSeparator(bytes[numberAt])) {
      numberAt++;
    }
    FloatScanner numbers = new FloatScanner();
    if (Float.isNaN(numbers.scan(bytes, numberAt, lineEnd)) == false) {
      return true;
    }
    String token =
        new String(bytes, numberAt, numbers.end() - numberAt, StandardCharsets.ISO_8859_1);
    // Text with NaN or infinity is text, too: reading it will say what is wrong.
    return NOT_FINITE.matcher(token).matches();
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    columns.requireUnnamed(name());
    return TextSource.open(file.window());
  }
}
