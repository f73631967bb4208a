// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells JLine the words of a line, which {@link ShellWords} finds. */
final class ShellParser implements Parser {

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    ShellWords words = ShellWords.of(line);
    if (context == ParseContext.ACCEPT_LINE && words.isOpen()) {
      throw new EOFError(-1, cursor, "a quote is not closed"); // JLine asks for another line
    }
    return new Line(line, cursor, words);
  }

  /** A line, and the word that the cursor is in or behind. */
  private static final class Line implements CompletingParsedLine {

    private final String line;
    private final int cursor;
    private final List<String> texts;
    private final int index;
    private final String upToCursor;
    private final int start;
    private final int end;

    Line(String line, int cursor, ShellWords words) {
      this.line = line;
      this.cursor = cursor;
      texts = new ArrayList<>(words.texts());
      int i = 0;
      while (i < words.words().size() && words.words().get(i).end() < cursor) {
        i++;
      }
      index = i;
      if (i < words.words().size() && words.words().get(i).start() <= cursor) {
        start = words.words().get(i).start();
        end = words.words().get(i).end();
        List<String> before = ShellWords.of(line.substring(start, cursor)).texts();
        upToCursor = before.isEmpty() ? "" : before.get(0);
      } else { // between words, or behind all of them
        start = cursor;
        end = cursor;
        upToCursor = "";
        texts.add(i, "");
      }
    }

    @Override
    public String word() {
      return texts.get(index);
    }

    /** In the word without quotes. */
    @Override
    public int wordCursor() {
      return upToCursor.length();
    }

    @Override
    public int wordIndex() {
      return index;
    }

    @Override
    public List<String> words() {
      return texts;
    }

    @Override
    public String line() {
      return line;
    }

    @Override
    public int cursor() {
      return cursor;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return ShellWords.escape(candidate.toString());
    }

    @Override
    public int rawWordCursor() {
      return cursor - start;
    }

    @Override
    public int rawWordLength() {
      return end - start;
    }
  }
}
