// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.omdb.opensearch.message.MessageFormat;
import org.opensearch.action.support.broadcast.BroadcastResponse;
import org.opensearch.common.xcontent.StatusToXContentObject;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.rest.RestStatus;
import org.opensearch.core.xcontent.XContentBuilder;

/** Lists the files that the shards wrote, and the shards that failed. */
public final class OmdbExportResponse extends BroadcastResponse implements StatusToXContentObject {

  private final List<ShardExport> files;

  OmdbExportResponse(
      int total,
      int successful,
      int failed,
      List<DefaultShardOperationFailedException> failures,
      List<ShardExport> files) {
    super(total, successful, failed, failures);
    this.files = new ArrayList<>(files);
    this.files.sort(Comparator.comparing(file -> file.routing().shardId()));
  }

  OmdbExportResponse(StreamInput in) throws IOException {
    super(in);
    MessageFormat.check(in, "export");
    this.files = in.readList(ShardExport::new);
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    super.writeTo(out);
    MessageFormat.write(out);
    out.writeList(files);
  }

  /** The status of the first failed shard, because an export that lacks a shard is of no use. */
  @Override
  public RestStatus status() {
    return getFailedShards() == 0 ? RestStatus.OK : getShardFailures()[0].status();
  }

  @Override
  protected void addCustomXContentFields(XContentBuilder builder, Params params)
      throws IOException {
    builder.startArray("files");
    for (ShardExport file : files) {
      builder.value(file);
    }
    builder.endArray();
  }
}
