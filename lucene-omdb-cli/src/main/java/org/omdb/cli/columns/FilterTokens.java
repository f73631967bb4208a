// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

import java.util.ArrayList;
import java.util.List;
import org.omdb.cli.console.CommandFailure;

/** Splits the text of a filter into words, quoted words and symbols. */
final class FilterTokens {

  enum Kind {
    WORD,
    QUOTED,
    SYMBOL,
    END
  }

  /**
   * A token.
   *
   * @param text without quotes
   * @param at offset in the text of the filter
   */
  record Token(Kind kind, String text, int at) {
    /** For messages. */
    @Override
    public String toString() {
      return kind == Kind.END ? "the end" : "\"" + text + "\"";
    }
  }

  private static final String SYMBOLS = "()=<>!,";

  private final String filter;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private FilterTokens(String filter) {
    this.filter = filter;
  }

  /** The tokens of a filter; the last one is {@link Kind#END}. */
  static List<Token> of(String filter) throws CommandFailure {
    FilterTokens tokens = new FilterTokens(filter);
    tokens.split();
    return tokens.tokens;
  }

  /** A failure at an offset of the filter. */
  static CommandFailure bad(int at, String found, String expected) {
    return CommandFailure.usage(
        "--where: found " + found + " at character " + (at + 1) + ", expected " + expected);
  }

  private void split() throws CommandFailure {
    while (at < filter.length()) {
      char c = filter.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '\'' || c == '"') {
        quoted(c);
      } else if (SYMBOLS.indexOf(c) >= 0) {
        symbol(c);
      } else {
        word();
      }
    }
    tokens.add(new Token(Kind.END, "", at));
  }

  /** A quote in a quoted word is written twice. */
  private void quoted(char quote) throws CommandFailure {
    int start = at++;
    StringBuilder text = new StringBuilder();
    while (true) {
      int end = filter.indexOf(quote, at);
      if (end < 0) {
        throw bad(start, "a quote", "another one at the end of the quoted word");
      }
      text.append(filter, at, end);
      at = end + 1;
      if (at == filter.length() || filter.charAt(at) != quote) {
        break;
      }
      text.append(quote);
      at++;
    }
    tokens.add(new Token(Kind.QUOTED, text.toString(), start));
  }

  private void symbol(char c) {
    int start = at++;
    boolean two = "<>!=".indexOf(c) >= 0 && at < filter.length() && filter.charAt(at) == '=';
    at += two ? 1 : 0;
    String text = filter.substring(start, at);
    tokens.add(new Token(Kind.SYMBOL, text.equals("==") ? "=" : text, start));
  }

  private void word() {
    int start = at;
    while (at < filter.length()
        && Character.isWhitespace(filter.charAt(at)) == false
        && SYMBOLS.indexOf(filter.charAt(at)) < 0) {
      at++;
    }
    tokens.add(new Token(Kind.WORD, filter.substring(start, at), start));
  }
}
