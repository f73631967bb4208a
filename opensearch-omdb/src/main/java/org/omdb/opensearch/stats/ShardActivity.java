// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.omdb.opensearch.query.SearchCounts;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentObject;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.index.merge.MergeStats;
import org.opensearch.index.shard.IndexShard;

/**
 * What a copy of a shard has done since it was opened on its node, or what several copies have
 * done.
 *
 * @param searches number of searches by vector
 * @param timedOut number of them that the time of their request ended
 * @param searchMillis time that they took, in milliseconds
 * @param visited number of vectors that they compared, by codes or themselves
 * @param rescored number of vectors that were scored again with doubles
 * @param ways how segments were searched: the number of segments by the name of the way
 * @param merges number of merges of segments
 * @param mergeMillis time that they took, in milliseconds
 */
record ShardActivity(
    long searches,
    long timedOut,
    long searchMillis,
    long visited,
    long rescored,
    Map<String, Long> ways,
    long merges,
    long mergeMillis)
    implements Writeable, ToXContentObject {

  ShardActivity(StreamInput in) throws IOException {
    this(
        in.readVLong(),
        in.readVLong(),
        in.readVLong(),
        in.readVLong(),
        in.readVLong(),
        new TreeMap<>(in.readMap(StreamInput::readString, StreamInput::readVLong)),
        in.readVLong(),
        in.readVLong());
  }

  static ShardActivity of(IndexShard shard) {
    SearchCounts searches = SearchCounts.of(shard);
    MergeStats merges = shard.mergeStats();
    return new ShardActivity(
        searches.searches(),
        searches.timedOut(),
        searches.millis(),
        searches.visited(),
        searches.rescored(),
        searches.ways(),
        merges.getTotal(),
        merges.getTotalTimeInMillis());
  }

  ShardActivity plus(ShardActivity other) {
    Map<String, Long> sum = new TreeMap<>(ways);
    other.ways.forEach((way, count) -> sum.merge(way, count, Long::sum));
    return new ShardActivity(
        searches + other.searches,
        timedOut + other.timedOut,
        searchMillis + other.searchMillis,
        visited + other.visited,
        rescored + other.rescored,
        sum,
        merges + other.merges,
        mergeMillis + other.mergeMillis);
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeVLong(searches);
    out.writeVLong(timedOut);
    out.writeVLong(searchMillis);
    out.writeVLong(visited);
    out.writeVLong(rescored);
    out.writeMap(ways, StreamOutput::writeString, StreamOutput::writeVLong);
    out.writeVLong(merges);
    out.writeVLong(mergeMillis);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject();
    builder.field("searches", searches).field("timed_out", timedOut);
    builder.field("search_time_in_millis", searchMillis);
    builder.field("visited_vectors", visited).field("rescored_vectors", rescored);
    builder.startObject("ways");
    for (Map.Entry<String, Long> way : ways.entrySet()) {
      builder.field(way.getKey(), way.getValue());
    }
    builder.endObject();
    builder.field("merges", merges).field("merge_time_in_millis", mergeMillis);
    return builder.endObject();
  }
}
