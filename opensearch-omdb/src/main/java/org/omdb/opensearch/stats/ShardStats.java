// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.util.List;
import org.omdb.opensearch.broadcast.ShardCopy;
import org.omdb.opensearch.message.MessageFormat;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * What one copy of a shard holds, as of its last refresh.
 *
 * @param routing the copy of the shard
 * @param bytes size in bytes of all files with vectors, ids, codes and graphs
 * @param fields one for each field of type {@code omdb_vector}
 * @param activity what the copy has done
 */
record ShardStats(ShardRouting routing, long bytes, List<FieldStats> fields, ShardActivity activity)
    implements ShardCopy {

  ShardStats(StreamInput in) throws IOException {
    this(readRouting(in), in.readVLong(), in.readList(FieldStats::new), new ShardActivity(in));
  }

  private static ShardRouting readRouting(StreamInput in) throws IOException {
    MessageFormat.check(in, "stats");
    return new ShardRouting(in);
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    MessageFormat.write(out);
    routing.writeTo(out);
    out.writeVLong(bytes);
    out.writeList(fields);
    activity.writeTo(out);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject();
    builder.field("node", routing.currentNodeId());
    builder.field("primary", routing.primary());
    builder.field("bytes", bytes);
    builder.field("activity", activity);
    builder.startObject("fields");
    for (FieldStats field : fields) {
      builder.field(field.field(), field);
    }
    builder.endObject();
    return builder.endObject();
  }
}
