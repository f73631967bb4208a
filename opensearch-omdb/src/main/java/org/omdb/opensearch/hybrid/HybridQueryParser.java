// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.opensearch.core.common.ParsingException;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.core.xcontent.XContentParser.Token;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryBuilder;

/** Parses an {@code omdb_hybrid} query of a request. For one query. */
final class HybridQueryParser {

  private final XContentParser parser;
  private final List<QueryBuilder> queries = new ArrayList<>();
  private List<Float> weights;
  private Scale scale = Scale.RRF;
  private Integer rankConstant;
  private int window = OmdbHybridQueryBuilder.DEFAULT_WINDOW;
  private QueryBuilder filter;
  private float boost = AbstractQueryBuilder.DEFAULT_BOOST;
  private String queryName;

  HybridQueryParser(XContentParser parser) {
    this.parser = parser;
  }

  /** Parses the object that follows the name of the query, up to and including its end. */
  OmdbHybridQueryBuilder parse() throws IOException {
    while (parser.nextToken() != Token.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      parseParameter(name);
    }
    return build();
  }

  private void parseParameter(String name) throws IOException {
    switch (name) {
      case "queries":
        checkIsArray(name);
        while (parser.nextToken() != Token.END_ARRAY) {
          queries.add(AbstractQueryBuilder.parseInnerQueryBuilder(parser));
        }
        break;
      case "fusion":
        scale = scale(text(name));
        break;
      case "weights":
        checkIsArray(name);
        weights = new ArrayList<>();
        while (parser.nextToken() != Token.END_ARRAY) {
          weights.add(parser.floatValue(false));
        }
        break;
      case "rank_constant":
        rankConstant = parser.intValue(false);
        break;
      case "window":
        window = parser.intValue(false);
        break;
      case "filter":
        filter = AbstractQueryBuilder.parseInnerQueryBuilder(parser);
        break;
      case "boost":
        boost = parser.floatValue(false);
        if (boost >= 0 == false) {
          throw failure("takes a [boost] of 0 or more, got " + boost);
        }
        break;
      case "_name":
        queryName = text(name);
        break;
      default:
        throw failure(
            "has no parameter ["
                + name
                + "]; it has queries, fusion, weights, rank_constant, window, filter, boost,"
                + " _name");
    }
  }

  private void checkIsArray(String name) {
    if (parser.currentToken() != Token.START_ARRAY) {
      throw failure("takes an array of [" + name + "], got " + parser.currentToken());
    }
  }

  private String text(String name) throws IOException {
    if (parser.currentToken().isValue() == false) {
      throw failure("takes a text as [" + name + "], got " + parser.currentToken());
    }
    return parser.text();
  }

  private Scale scale(String text) {
    return Arrays.stream(Scale.values())
        .filter(one -> one.toString().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                failure("takes a [fusion] of " + List.of(Scale.values()) + ", got [" + text + "]"));
  }

  private OmdbHybridQueryBuilder build() {
    if (rankConstant != null && scale != Scale.RRF) {
      throw failure(
          "takes [rank_constant] with the [fusion] rrf only, because " + scale + " has no ranks");
    }
    try {
      Fusion fusion =
          new Fusion(
              scale,
              rankConstant == null ? Fusion.DEFAULT_RANK_CONSTANT : rankConstant,
              weights == null ? Fusion.equalWeights(queries.size()) : weights);
      List<QueryBuilder> filtered =
          filter == null ? queries : queries.stream().map(query -> query.filter(filter)).toList();
      return new OmdbHybridQueryBuilder(filtered, fusion, window).boost(boost).queryName(queryName);
    } catch (IllegalArgumentException e) {
      throw new ParsingException(parser.getTokenLocation(), e.getMessage(), e);
    }
  }

  private ParsingException failure(String what) {
    return new ParsingException(
        parser.getTokenLocation(), "[" + OmdbHybridQueryBuilder.NAME + "] " + what);
  }
}
