// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.export;

import java.io.IOException;
import org.omdb.opensearch.message.MessageFormat;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentObject;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * The file that a shard wrote.
 *
 * @param routing the copy of the shard that wrote it
 * @param path of the file, on the node of that copy
 * @param vectors number of vectors
 * @param ids number of ids
 * @param bytes size of the file in bytes
 */
record ShardExport(ShardRouting routing, String path, int vectors, int ids, long bytes)
    implements Writeable, ToXContentObject {

  ShardExport(StreamInput in) throws IOException {
    this(readRouting(in), in.readString(), in.readVInt(), in.readVInt(), in.readVLong());
  }

  private static ShardRouting readRouting(StreamInput in) throws IOException {
    MessageFormat.check(in, "export");
    return new ShardRouting(in);
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    MessageFormat.write(out);
    routing.writeTo(out);
    out.writeString(path);
    out.writeVInt(vectors);
    out.writeVInt(ids);
    out.writeVLong(bytes);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject();
    builder.field("index", routing.getIndexName());
    builder.field("shard", routing.id());
    builder.field("node", routing.currentNodeId());
    builder.field("path", path);
    builder.field("vectors", vectors);
    builder.field("ids", ids);
    builder.field("bytes", bytes);
    return builder.endObject();
  }
}
