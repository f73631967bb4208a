// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import org.opensearch.core.xcontent.XContentParser;

/** Parses an {@code omdb_knn} query of a request. For one query. */
final class KnnQueryParser extends VectorQueryParser<OmdbKnnQueryBuilder> {

  private String id;
  private String routing;
  private Integer k;
  private Integer ef;
  private Float minScore;
  private Float maxDistance;
  private boolean expandsNested;

  KnnQueryParser(XContentParser parser) {
    super(
        OmdbKnnQueryBuilder.NAME,
        ", id, routing, k, ef, min_score, max_distance, expand_nested_docs",
        parser);
  }

  @Override
  protected boolean parseOwn(String name, XContentParser body) throws IOException {
    switch (name) {
      case "id" -> id = text(name);
      case "routing" -> routing = text(name);
      case "k" -> k = body.intValue(false);
      case "ef" -> ef = body.intValue(false);
      case "min_score" -> minScore = body.floatValue(false);
      case "max_distance" -> maxDistance = body.floatValue(false);
      case "expand_nested_docs" -> expandsNested = body.booleanValue();
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  protected OmdbKnnQueryBuilder build() {
    if ((vector() == null) == (id == null)) {
      throw failure(
          "needs either [vector] or [id] for field ["
              + field()
              + "], got "
              + (id == null ? "none" : "both"));
    }
    if (id == null && routing != null) {
      throw failure("takes [routing] with [id] only, as the routing of that document");
    }
    Neighborhood wanted = k == null ? radius() : nearest();
    OmdbKnnQueryBuilder query =
        id == null
            ? OmdbKnnQueryBuilder.near(field(), vector(), wanted)
            : OmdbKnnQueryBuilder.nearDocument(field(), new StoredDocument(id, routing), wanted);
    return query.within(filter()).ignoreUnmapped(ignoreUnmapped());
  }

  private KnnParameters nearest() {
    if (maxDistance != null) {
      throw failure(
          "takes either [k], the number of neighbors wanted, or [max_distance], which asks for all"
              + " within it, got both for field ["
              + field()
              + "]");
    }
    int defaultEf = Math.max(k, KnnParameters.DEFAULT_EF);
    return new KnnParameters(
        k, ef == null ? defaultEf : ef, minScore == null ? 0 : minScore, expandsNested);
  }

  private Radius radius() {
    if (minScore != null && maxDistance != null) {
      throw failure(
          "takes either [min_score] or [max_distance], which say the same, got both for field ["
              + field()
              + "]");
    }
    if (minScore == null && maxDistance == null) {
      throw failure(
          "needs [k], the number of neighbors wanted, or [min_score] or [max_distance], which ask"
              + " for all within it, for field ["
              + field()
              + "]");
    }
    if (ef != null) {
      throw failure(
          "takes [ef] with [k] only: how many candidates are needed for [min_score] or"
              + " [max_distance] follows from the vectors");
    }
    if (expandsNested) {
      throw failure(
          "takes [expand_nested_docs] with [k] only: without it, all nested objects within the limit"
              + " are found");
    }
    return minScore == null
        ? new Radius(Radius.Kind.MAX_DISTANCE, maxDistance)
        : new Radius(Radius.Kind.MIN_SCORE, minScore);
  }
}
