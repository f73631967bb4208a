// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import java.io.IOException;
import org.omdb.opensearch.query.VectorQueryParser;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.core.xcontent.XContentParser.Token;

/** Parses a {@code knn} query of a request. For one query. */
final class KnnQueryParser extends VectorQueryParser<KnnQueryBuilder> {

  /** What {@code "rescore": true} stands for. */
  private static final float DEFAULT_OVERSAMPLE_FACTOR = 1;

  private Integer k;
  private Float maxDistance;
  private Float minScore;
  private Integer efSearch;
  private Float oversampleFactor;
  private boolean expandsNested;

  KnnQueryParser(XContentParser parser) {
    super(
        KnnQueryBuilder.NAME,
        ", k, max_distance, min_score, method_parameters, rescore, expand_nested_docs",
        parser);
  }

  @Override
  protected boolean parseOwn(String name, XContentParser body) throws IOException {
    switch (name) {
      // Numbers may be in quotes, as k-NN takes them.
      case "k" -> k = body.intValue();
      case "max_distance" -> maxDistance = body.floatValue();
      case "min_score" -> minScore = body.floatValue();
      case "method_parameters" -> parseMethodParameters(body);
      case "rescore" -> parseRescore(body);
      case "expand_nested_docs" -> expandsNested = body.booleanValue();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void parseMethodParameters(XContentParser body) throws IOException {
    checkObject("method_parameters", body);
    while (body.nextToken() != Token.END_OBJECT) {
      String name = body.currentName();
      body.nextToken();
      if (name.equals("ef_search") == false) {
        throw failure(
            "has no ["
                + name
                + "] in [method_parameters], only [ef_search]: vectors are searched by HNSW graphs");
      }
      efSearch = body.intValue();
    }
  }

  private void parseRescore(XContentParser body) throws IOException {
    if (body.currentToken() == Token.VALUE_BOOLEAN) {
      oversampleFactor = body.booleanValue() ? DEFAULT_OVERSAMPLE_FACTOR : null;
      return;
    }
    checkObject("rescore", body);
    oversampleFactor = DEFAULT_OVERSAMPLE_FACTOR;
    while (body.nextToken() != Token.END_OBJECT) {
      String name = body.currentName();
      body.nextToken();
      if (name.equals("oversample_factor") == false) {
        throw failure("has no [" + name + "] in [rescore], only [oversample_factor]");
      }
      oversampleFactor = body.floatValue();
    }
  }

  private void checkObject(String name, XContentParser body) {
    if (body.currentToken() != Token.START_OBJECT) {
      throw failure("[" + name + "] must be an object, got " + body.currentToken());
    }
  }

  @Override
  protected KnnQueryBuilder build() {
    if (vector() == null) {
      throw failure("needs [vector] for field [" + field() + "]");
    }
    return new KnnQueryBuilder(
        field(),
        vector(),
        new KnnWanted(k, maxDistance, minScore, efSearch, oversampleFactor, expandsNested),
        filter(),
        ignoreUnmapped());
  }
}
