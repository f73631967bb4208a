// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.core.common.ParsingException;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.core.xcontent.XContentParser.Token;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryBuilder;

/**
 * Parses a query by a vector: the name of a field, and an object with the parameters. What these
 * queries have in common is parsed here, what only one of them has in a subclass. For one query.
 *
 * @param <Q> the query that is made
 */
public abstract class VectorQueryParser<Q extends AbstractQueryBuilder<Q>> {

  private final String query;
  private final String ownParameters;
  private final XContentParser parser;
  private String field;
  private float[] vector;
  private QueryBuilder filter;
  private boolean ignoreUnmapped;

  /**
   * Makes a parser.
   *
   * @param query name of the query
   * @param ownParameters names of the parameters that only this query has, for error messages
   * @param parser at the object that follows the name of the query
   */
  protected VectorQueryParser(String query, String ownParameters, XContentParser parser) {
    this.query = query;
    this.ownParameters = ownParameters;
    this.parser = parser;
  }

  /**
   * Parses the query, up to and including its end.
   *
   * @return the query
   * @throws IOException if it can't be read
   * @throws ParsingException if it is not such a query
   */
  public final Q parse() throws IOException {
    if (parser.nextToken() != Token.FIELD_NAME) {
      throw failure("needs the name of a field, with an object that has its parameters");
    }
    field = parser.currentName();
    if (parser.nextToken() != Token.START_OBJECT) {
      throw failure("[" + field + "] must be an object, got " + parser.currentToken());
    }
    float boost = AbstractQueryBuilder.DEFAULT_BOOST;
    String queryName = null;
    while (parser.nextToken() != Token.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "vector" -> vector = parseVector();
        case "filter" -> filter = AbstractQueryBuilder.parseInnerQueryBuilder(parser);
        case "ignore_unmapped" -> ignoreUnmapped = parser.booleanValue();
        case "boost" -> boost = parseBoost();
        case "_name" -> queryName = text(name);
        default -> {
          if (parseOwn(name, parser) == false) {
            throw failure(
                "has no parameter ["
                    + name
                    + "]; it has vector, filter, ignore_unmapped, boost, _name"
                    + ownParameters);
          }
        }
      }
    }
    if (parser.nextToken() != Token.END_OBJECT) {
      throw failure(
          "takes one field, but there are [" + field + "] and [" + parser.currentName() + "]");
    }
    try {
      return build().boost(boost).queryName(queryName);
    } catch (IllegalArgumentException e) {
      throw new ParsingException(parser.getTokenLocation(), e.getMessage(), e);
    }
  }

  private float[] parseVector() throws IOException {
    try {
      return VectorParser.parse(parser, field);
    } catch (IllegalArgumentException e) {
      throw new ParsingException(
          parser.getTokenLocation(), "[" + query + "]: " + e.getMessage(), e);
    }
  }

  private float parseBoost() throws IOException {
    float boost = parser.floatValue();
    if (boost >= 0 == false) {
      throw failure("takes a [boost] of 0 or more, got " + boost);
    }
    return boost;
  }

  /**
   * Parses a parameter that is a text.
   *
   * @param name of the parameter
   * @return its value
   * @throws IOException if it can't be read
   */
  protected final String text(String name) throws IOException {
    if (parser.currentToken().isValue() == false) {
      throw failure("takes a text as [" + name + "], got " + parser.currentToken());
    }
    return parser.text();
  }

  /**
   * Parses a parameter that only this query has.
   *
   * @param name of the parameter
   * @param body at the first token of its value; on return at the last one
   * @return false if the query has no such parameter
   * @throws IOException if it can't be read
   */
  protected abstract boolean parseOwn(String name, XContentParser body) throws IOException;

  /**
   * Makes the query once all is parsed.
   *
   * @return a query without boost and name
   * @throws IllegalArgumentException if parameters are missing, or do not fit each other
   */
  protected abstract Q build();

  /**
   * An error of this query.
   *
   * @param what is wrong, after the name of the query
   * @return the exception to throw
   */
  protected final ParsingException failure(String what) {
    return new ParsingException(parser.getTokenLocation(), "[" + query + "] " + what);
  }

  /**
   * The name of the field.
   *
   * @return the name
   */
  protected final String field() {
    return field;
  }

  /**
   * The query vector.
   *
   * @return null if there is none
   */
  protected final float[] vector() {
    return vector;
  }

  /**
   * The query that hits have to match too.
   *
   * @return null if there is none
   */
  protected final QueryBuilder filter() {
    return filter;
  }

  /**
   * Whether an index may lack the field.
   *
   * @return false by default
   */
  protected final boolean ignoreUnmapped() {
    return ignoreUnmapped;
  }
}
