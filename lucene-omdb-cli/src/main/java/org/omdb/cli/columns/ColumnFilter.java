// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.omdb.cli.columns.FilterTokens.Kind;
import org.omdb.cli.columns.FilterTokens.Token;
import org.omdb.cli.console.CommandFailure;

/**
 * The language of {@code --where}, such as {@code year >= 2020 and lang in (en, de)}, which becomes
 * a query over indexed columns.
 *
 * <pre>
 * or          = and { "or" and }
 * and         = not { "and" not }
 * not         = "not" not | "(" or ")" | condition
 * condition   = column ( "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) value
 *             | column [ "not" ] "in" "(" value { "," value } ")"
 * </pre>
 *
 * <p>Words may be in single or double quotes, and must be where they have spaces or are one of the
 * words of the language. A row with several values in a column matches if one of them does. {@code
 * !=} and {@code not in} match rows that have values in the column, and none of these; {@code not}
 * also matches rows without any.
 */
public final class ColumnFilter {

  private static final int MAX_DEPTH = 100;

  private final List<Token> tokens;
  private final SortedMap<String, ColumnKind> columns;
  private int at;
  private int depth;
  private int conditions;

  private ColumnFilter(String text, SortedMap<String, ColumnKind> columns) throws CommandFailure {
    this.tokens = FilterTokens.of(text);
    this.columns = columns;
  }

  /**
   * Parses a filter.
   *
   * @param text as typed
   * @param columns that are indexed, see {@link IndexedColumns#of}
   * @return a query
   * @throws CommandFailure if the text is no filter, or names a column that is not indexed
   */
  public static Query parse(String text, SortedMap<String, ColumnKind> columns)
      throws CommandFailure {
    ColumnFilter filter = new ColumnFilter(text, columns);
    Query query = filter.or();
    if (filter.peek().kind() != Kind.END) {
      throw filter.expected("\"and\", \"or\" or the end");
    }
    return query;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token take() {
    return tokens.get(at++);
  }

  private boolean takeWord(String word) {
    Token token = peek();
    boolean is = token.kind() == Kind.WORD && token.text().equalsIgnoreCase(word);
    at += is ? 1 : 0;
    return is;
  }

  private boolean takeSymbol(String symbol) {
    boolean is = peek().kind() == Kind.SYMBOL && peek().text().equals(symbol);
    at += is ? 1 : 0;
    return is;
  }

  private void requireSymbol(String symbol) throws CommandFailure {
    if (takeSymbol(symbol) == false) {
      throw expected("\"" + symbol + "\"");
    }
  }

  private CommandFailure expected(String what) {
    return FilterTokens.bad(peek().at(), peek().toString(), what);
  }

  private Query or() throws CommandFailure {
    List<Query> parts = new ArrayList<>();
    do {
      parts.add(and());
    } while (takeWord("or"));
    return all(parts, Occur.SHOULD);
  }

  private Query and() throws CommandFailure {
    List<Query> parts = new ArrayList<>();
    do {
      parts.add(not());
    } while (takeWord("and"));
    return all(parts, Occur.MUST);
  }

  private static Query all(List<Query> parts, Occur occur) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    parts.forEach(part -> all.add(part, occur));
    return all.build();
  }

  private Query not() throws CommandFailure {
    if (++depth > MAX_DEPTH) {
      throw expected("at most " + MAX_DEPTH + " levels of \"not\" and parentheses");
    }
    Query query;
    if (takeWord("not")) {
      query = butNot(MatchAllDocsQuery.INSTANCE, not());
    } else if (takeSymbol("(")) {
      query = or();
      requireSymbol(")");
    } else {
      query = condition();
    }
    depth--;
    return query;
  }

  private static Query butNot(Query these, Query those) {
    return new BooleanQuery.Builder().add(these, Occur.MUST).add(those, Occur.MUST_NOT).build();
  }

  private Query condition() throws CommandFailure {
    // Each becomes up to two clauses of Lucene, whose limit is for the whole query.
    if (++conditions > IndexSearcher.getMaxClauseCount() / 4) {
      throw expected("at most " + IndexSearcher.getMaxClauseCount() / 4 + " conditions");
    }
    Token name = word("a column");
    ColumnKind kind = columns.get(name.text());
    if (kind == null) {
      throw CommandFailure.data(
          "--where: column \""
              + name.text()
              + "\" is not indexed; "
              + (columns.isEmpty()
                  ? "no column is"
                  : "indexed are " + String.join(", ", columns.keySet()))
              + ". Import with --index-column "
              + name.text());
    }
    boolean negative = takeWord("not");
    if (takeWord("in")) {
      Query in = in(name.text(), kind, list());
      return negative ? butNot(kind.exists(name.text()), in) : in;
    }
    if (negative) {
      throw expected("\"in\"");
    }
    return comparison(name.text(), kind);
  }

  private Query comparison(String column, ColumnKind kind) throws CommandFailure {
    boolean equal = takeSymbol("=");
    if (equal || takeSymbol("!=")) {
      Query same = in(column, kind, List.of(word("a value")));
      return equal ? same : butNot(kind.exists(column), same);
    }
    for (String operator : List.of("<", "<=", ">", ">=")) {
      if (takeSymbol(operator)) {
        Token value = word("a value");
        return checked(
            column, value, () -> Comparisons.range(kind, column, operator, value.text()));
      }
    }
    throw expected("=, !=, <, <=, >, >= or \"in\"");
  }

  private List<Token> list() throws CommandFailure {
    requireSymbol("(");
    List<Token> values = new ArrayList<>();
    do {
      values.add(word("a value"));
    } while (takeSymbol(","));
    requireSymbol(")");
    return values;
  }

  private static Query in(String column, ColumnKind kind, List<Token> values)
      throws CommandFailure {
    for (Token value : values) { // one by one, so that a message can name it
      checked(column, value, () -> Comparisons.in(kind, column, List.of(value.text())));
    }
    return Comparisons.in(kind, column, values.stream().map(Token::text).toList());
  }

  private static Query checked(String column, Token value, Supplier<Query> query)
      throws CommandFailure {
    try {
      return query.get();
    } catch (IllegalArgumentException e) {
      String found = value + " for column \"" + column + "\"";
      throw FilterTokens.bad(value.at(), found, e.getMessage());
    }
  }

  private Token word(String what) throws CommandFailure {
    Token token = peek();
    boolean reserved =
        token.kind() == Kind.WORD
            && List.of("and", "or", "not", "in").contains(token.text().toLowerCase(Locale.ROOT));
    if (reserved || (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED)) {
      throw expected(what + (reserved ? ", in quotes if it is that word" : ""));
    }
    return take();
  }
}
