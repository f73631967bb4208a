// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.export;

import java.io.IOException;
import org.omdb.opensearch.message.MessageFormat;
import org.opensearch.action.support.broadcast.BroadcastRequest;
import org.opensearch.core.common.Strings;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;

/** Asks all primary shards of some indexes to export one field. */
public final class OmdbExportRequest extends BroadcastRequest<OmdbExportRequest> {

  private final String field;
  private final String folder;
  private final boolean overwrite;

  /**
   * Makes a request.
   *
   * @param index names, patterns and aliases, with commas between them
   * @param field name of the vector field; null if the index has only one
   * @param folder below the folder that nodes are configured with; empty for that folder itself
   * @param overwrite whether existing files are replaced
   */
  OmdbExportRequest(String index, String field, String folder, boolean overwrite) {
    super(Strings.splitStringByCommaToArray(index));
    this.field = field;
    this.folder = folder;
    this.overwrite = overwrite;
  }

  OmdbExportRequest(StreamInput in) throws IOException {
    super(in);
    MessageFormat.check(in, "export");
    this.field = in.readOptionalString();
    this.folder = in.readString();
    this.overwrite = in.readBoolean();
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    super.writeTo(out);
    MessageFormat.write(out);
    out.writeOptionalString(field);
    out.writeString(folder);
    out.writeBoolean(overwrite);
  }

  String field() {
    return field;
  }

  String folder() {
    return folder;
  }

  boolean overwrite() {
    return overwrite;
  }
}
