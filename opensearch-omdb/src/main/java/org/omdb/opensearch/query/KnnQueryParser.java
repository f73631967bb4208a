// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.core.common.ParsingException;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.core.xcontent.XContentParser.Token;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryBuilder;

/** Parses an {@code omdb_knn} query of a request. For one query. */
final class KnnQueryParser {

  private final XContentParser parser;
  private String field;
  private float[] vector;
  private String id;
  private String routing;
  private Integer k;
  private Integer ef;
  private Float minScore;
  private Float maxDistance;
  private QueryBuilder filter;
  private boolean ignoreUnmapped;
  private float boost = AbstractQueryBuilder.DEFAULT_BOOST;
  private String queryName;

  KnnQueryParser(XContentParser parser) {
    this.parser = parser;
  }

  /** Parses the object that follows the name of the query, up to and including its end. */
  OmdbKnnQueryBuilder parse() throws IOException {
    if (parser.nextToken() != Token.FIELD_NAME) {
      throw failure("needs the name of a field, with an object that has [vector] or [id], and [k]");
    }
    field = parser.currentName();
    if (parser.nextToken() != Token.START_OBJECT) {
      throw failure("[" + field + "] must be an object, got " + parser.currentToken());
    }
    while (parser.nextToken() != Token.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      parseParameter(name);
    }
    if (parser.nextToken() != Token.END_OBJECT) {
      throw failure(
          "searches one field, but there are [" + field + "] and [" + parser.currentName() + "]");
    }
    return build();
  }

  private void parseParameter(String name) throws IOException {
    switch (name) {
      case "vector":
        vector = parseVector();
        break;
      case "id":
        id = parser.text();
        break;
      case "routing":
        routing = parser.text();
        break;
      case "k":
        k = parser.intValue(false);
        break;
      case "ef":
        ef = parser.intValue(false);
        break;
      case "min_score":
        minScore = parser.floatValue(false);
        break;
      case "max_distance":
        maxDistance = parser.floatValue(false);
        break;
      case "filter":
        filter = AbstractQueryBuilder.parseInnerQueryBuilder(parser);
        break;
      case "ignore_unmapped":
        ignoreUnmapped = parser.booleanValue();
        break;
      case "boost":
        boost = parser.floatValue(false);
        if (boost >= 0 == false) {
          throw failure("takes a [boost] of 0 or more, got " + boost);
        }
        break;
      case "_name":
        queryName = parser.text();
        break;
      default:
        throw failure(
            "has no parameter ["
                + name
                + "]; it has vector, id, routing, k, ef, filter, min_score, max_distance, ignore_unmapped,"
                + " boost, _name");
    }
  }

  private float[] parseVector() throws IOException {
    try {
      return VectorParser.parse(parser, field);
    } catch (IllegalArgumentException e) {
      throw new ParsingException(parser.getTokenLocation(), "[omdb_knn]: " + e.getMessage(), e);
    }
  }

  private OmdbKnnQueryBuilder build() {
    if ((vector == null) == (id == null)) {
      throw failure(
          "needs either [vector] or [id] for field ["
              + field
              + "], got "
              + (vector == null ? "none" : "both"));
    }
    if (id == null && routing != null) {
      throw failure("takes [routing] with [id] only, as the routing of that document");
    }
    Neighborhood wanted;
    try {
      wanted = k == null ? radius() : nearest();
    } catch (IllegalArgumentException e) {
      throw new ParsingException(parser.getTokenLocation(), e.getMessage(), e);
    }
    OmdbKnnQueryBuilder query =
        id == null
            ? OmdbKnnQueryBuilder.near(field, vector, wanted)
            : OmdbKnnQueryBuilder.nearDocument(field, new StoredDocument(id, routing), wanted);
    return query.within(filter).ignoreUnmapped(ignoreUnmapped).boost(boost).queryName(queryName);
  }

  private KnnParameters nearest() {
    if (maxDistance != null) {
      throw failure(
          "takes either [k], the number of neighbors wanted, or [max_distance], which asks for all"
              + " within it, got both for field ["
              + field
              + "]");
    }
    int defaultEf = Math.max(k, KnnParameters.DEFAULT_EF);
    return new KnnParameters(k, ef == null ? defaultEf : ef, minScore == null ? 0 : minScore);
  }

  private Radius radius() {
    if (minScore != null && maxDistance != null) {
      throw failure(
          "takes either [min_score] or [max_distance], which say the same, got both for field ["
              + field
              + "]");
    }
    if (minScore == null && maxDistance == null) {
      throw failure(
          "needs [k], the number of neighbors wanted, or [min_score] or [max_distance], which ask"
              + " for all within it, for field ["
              + field
              + "]");
    }
    if (ef != null) {
      throw failure(
          "takes [ef] with [k] only: how many candidates are needed for [min_score] or"
              + " [max_distance] follows from the vectors");
    }
    return minScore == null
        ? new Radius(Radius.Kind.MAX_DISTANCE, maxDistance)
        : new Radius(Radius.Kind.MIN_SCORE, minScore);
  }

  private ParsingException failure(String what) {
    return new ParsingException(parser.getTokenLocation(), "[omdb_knn] " + what);
  }
}
