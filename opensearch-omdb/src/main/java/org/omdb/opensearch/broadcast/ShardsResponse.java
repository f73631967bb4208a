// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.broadcast;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.omdb.opensearch.message.MessageFormat;
import org.opensearch.action.support.broadcast.BroadcastResponse;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * The answers of all copies of shards.
 *
 * @param <C> the answer of one copy
 */
public abstract class ShardsResponse<C extends ShardCopy> extends BroadcastResponse {

  private final List<C> copies;

  /**
   * Makes a response.
   *
   * @param total number of copies that were asked
   * @param successful number of them that answered
   * @param failed number of them that failed
   * @param failures why they failed
   * @param copies their answers
   */
  protected ShardsResponse(
      int total,
      int successful,
      int failed,
      List<DefaultShardOperationFailedException> failures,
      List<C> copies) {
    super(total, successful, failed, failures);
    this.copies = copies;
  }

  /**
   * Reads a response of another node.
   *
   * @param in the stream
   * @param copy reads the answer of a copy
   * @throws IOException if it can't be read
   */
  protected ShardsResponse(StreamInput in, Writeable.Reader<C> copy) throws IOException {
    super(in);
    MessageFormat.check(in, "response");
    this.copies = in.readList(copy);
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    super.writeTo(out);
    MessageFormat.write(out);
    out.writeList(copies);
  }

  /**
   * The answers.
   *
   * @return one of each copy, in any order
   */
  public List<C> copies() {
    return copies;
  }

  @Override
  protected void addCustomXContentFields(XContentBuilder builder, Params params)
      throws IOException {
    Map<String, Map<Integer, List<C>>> byIndex = new TreeMap<>();
    for (C copy : copies) {
      byIndex
          .computeIfAbsent(copy.routing().getIndexName(), name -> new TreeMap<>())
          .computeIfAbsent(copy.routing().id(), id -> new ArrayList<>())
          .add(copy);
    }
    builder.startObject("indices");
    for (Map.Entry<String, Map<Integer, List<C>>> index : byIndex.entrySet()) {
      builder.startObject(index.getKey()).startObject("shards");
      for (Map.Entry<Integer, List<C>> shard : index.getValue().entrySet()) {
        builder.startArray(Integer.toString(shard.getKey()));
        for (C copy : shard.getValue()) {
          builder.value(copy);
        }
        builder.endArray();
      }
      builder.endObject().endObject();
    }
    builder.endObject();
  }
}
