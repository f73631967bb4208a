// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.search.Explanation;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentFragment;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.search.SearchHit;

/**
 * How the rankings of several queries become one: the score of a document is the weighted sum of
 * what it counts in each of them.
 *
 * @param scale what a hit counts in the ranking of its query
 * @param rankConstant of {@link Scale#RRF}, 1 or more: the higher, the less do first ranks count
 * @param weights of the queries, 0 or more
 */
record Fusion(Scale scale, int rankConstant, List<Float> weights)
    implements Writeable, ToXContentFragment {

  /** The usual constant: from "Reciprocal Rank Fusion", Cormack, Clarke and Büttcher, 2009. */
  static final int DEFAULT_RANK_CONSTANT = 60;

  Fusion {
    if (rankConstant < 1) {
      throw new IllegalArgumentException(
          "[rank_constant] of [omdb_hybrid] must be 1 or more, got " + rankConstant);
    }
    for (float weight : weights) {
      if (Float.isFinite(weight) == false || weight < 0) {
        throw new IllegalArgumentException(
            "[weights] of [omdb_hybrid] must be finite numbers, 0 or more, got " + weight);
      }
    }
  }

  Fusion(StreamInput in) throws IOException {
    this(in.readEnum(Scale.class), in.readVInt(), in.readList(StreamInput::readFloat));
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeEnum(scale);
    out.writeVInt(rankConstant);
    out.writeCollection(weights, StreamOutput::writeFloat);
  }

  /**
   * Makes one ranking.
   *
   * @param rankings one for each query
   */
  FusedHits fuse(List<Ranking> rankings) {
    FusedHits fused = new FusedHits(rankings.stream().anyMatch(Ranking::isTimedOut));
    for (int query = 0; query < rankings.size(); query++) {
      SearchHit[] hits = rankings.get(query).hits();
      // The sum of squares of the largest floats is finite.
      double[] scores =
          Arrays.stream(hits)
              .mapToDouble(hit -> Math.min(hit.getScore(), Float.MAX_VALUE))
              .toArray();
      double[] scaled = scale.of(scores, rankConstant);
      for (int i = 0; i < hits.length; i++) {
        fused.add(hits[i], new Part(query, i + 1, hits[i].getScore(), scaled[i]));
      }
    }
    return fused;
  }

  /** The score of a document that has these places. */
  float score(List<Part> parts) {
    double sum = 0;
    for (Part part : parts) {
      sum += weights.get(part.query()) * part.scaled();
    }
    return (float) Math.min(sum, Float.MAX_VALUE);
  }

  /** Explains the score of a document. */
  Explanation explain(List<Part> parts) {
    return Explanation.match(
        score(parts),
        "sum of",
        parts.stream()
            .map(
                part ->
                    Explanation.match(
                        (float) (weights.get(part.query()) * part.scaled()),
                        "weight "
                            + weights.get(part.query())
                            + " * "
                            + scale
                            + " "
                            + part.scaled()
                            + " of rank "
                            + part.rank()
                            + " and score "
                            + part.score()
                            + " of queries["
                            + part.query()
                            + "]"))
            .toList());
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.field("fusion", scale.toString());
    if (scale == Scale.RRF) {
      builder.field("rank_constant", rankConstant);
    }
    return builder.array("weights", weightArray());
  }

  private float[] weightArray() {
    float[] array = new float[weights.size()];
    IntStream.range(0, array.length).forEach(i -> array[i] = weights.get(i));
    return array;
  }

  /** The same weight for each query. */
  static List<Float> equalWeights(int queries) {
    return IntStream.range(0, queries).mapToObj(i -> 1f).toList();
  }
}
