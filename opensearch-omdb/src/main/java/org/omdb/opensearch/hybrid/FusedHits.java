// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.index.shard.ShardId;
import org.opensearch.search.SearchHit;

/** The documents that at least one query has found, by shard. Does not change once it is made. */
final class FusedHits implements Writeable {

  private final Map<ShardId, Map<FusedHit.Version, FusedHit>> byShard = new HashMap<>();
  private final boolean isTimedOut;

  /**
   * @param isTimedOut whether the time of the request ended one of the searches
   */
  FusedHits(boolean isTimedOut) {
    this.isTimedOut = isTimedOut;
  }

  FusedHits(StreamInput in) throws IOException {
    this(in.readBoolean());
    in.readMapOfLists(ShardId::new, FusedHit::new)
        .forEach((shard, hits) -> hits.forEach(hit -> ofShard(shard).put(hit.document(), hit)));
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeBoolean(isTimedOut);
    Map<ShardId, List<FusedHit>> lists = new HashMap<>();
    byShard.forEach((shard, hits) -> lists.put(shard, new ArrayList<>(hits.values())));
    out.writeMapOfLists(lists, (o, shard) -> shard.writeTo(o), (o, hit) -> hit.writeTo(o));
  }

  private Map<FusedHit.Version, FusedHit> ofShard(ShardId shard) {
    return byShard.computeIfAbsent(shard, missing -> new LinkedHashMap<>());
  }

  /** Adds the place of a hit in the ranking of one query. */
  void add(SearchHit found, Part part) {
    FusedHit hit =
        ofShard(found.getShard().getShardId())
            .computeIfAbsent(new FusedHit.Version(found.getId(), found.getSeqNo()), FusedHit::new);
    hit.parts().add(part);
    hit.names().putAll(found.getMatchedQueriesAndScores());
  }

  /** The documents of a shard. */
  Collection<FusedHit> of(ShardId shard) {
    return byShard.getOrDefault(shard, Map.of()).values();
  }

  /** Whether the time of the request ended one of the searches. */
  boolean isTimedOut() {
    return isTimedOut;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FusedHits hits
        && byShard.equals(hits.byShard)
        && isTimedOut == hits.isTimedOut;
  }

  @Override
  public int hashCode() {
    return Objects.hash(byShard, isTimedOut);
  }
}
