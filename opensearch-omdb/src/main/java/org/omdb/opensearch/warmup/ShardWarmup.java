// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.warmup;

import java.io.IOException;
import org.omdb.opensearch.broadcast.ShardCopy;
import org.omdb.opensearch.message.MessageFormat;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * What one copy of a shard has read.
 *
 * @param routing the copy of the shard
 * @param bytes of codes and links
 * @param millis how long reading took, in milliseconds
 */
record ShardWarmup(ShardRouting routing, long bytes, long millis) implements ShardCopy {

  ShardWarmup(StreamInput in) throws IOException {
    this(readRouting(in), in.readVLong(), in.readVLong());
  }

  private static ShardRouting readRouting(StreamInput in) throws IOException {
    MessageFormat.check(in, "warmup");
    return new ShardRouting(in);
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    MessageFormat.write(out);
    routing.writeTo(out);
    out.writeVLong(bytes);
    out.writeVLong(millis);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject();
    builder.field("node", routing.currentNodeId());
    builder.field("primary", routing.primary());
    builder.field("bytes", bytes).field("took_in_millis", millis);
    return builder.endObject();
  }
}
