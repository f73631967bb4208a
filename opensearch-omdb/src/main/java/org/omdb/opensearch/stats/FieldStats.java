// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentObject;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * What a shard holds of one field.
 *
 * @param field its name
 * @param vectors of live documents
 * @param ids how many of them have an id
 * @param deletedVectors of documents that are deleted or were updated, and that no merge took out
 *     yet
 * @param omdbSegments segments whose vectors are in the OMDB format
 * @param otherSegments segments whose vectors are not
 * @param lastAudit of the youngest segment that a merge wrote; null if no merge wrote one
 */
record FieldStats(
    String field,
    long vectors,
    long ids,
    long deletedVectors,
    int omdbSegments,
    int otherSegments,
    MergeAudit lastAudit)
    implements Writeable, ToXContentObject {

  FieldStats(StreamInput in) throws IOException {
    this(
        in.readString(),
        in.readVLong(),
        in.readVLong(),
        in.readVLong(),
        in.readVInt(),
        in.readVInt(),
        in.readOptionalWriteable(MergeAudit::new));
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeString(field);
    out.writeVLong(vectors);
    out.writeVLong(ids);
    out.writeVLong(deletedVectors);
    out.writeVInt(omdbSegments);
    out.writeVInt(otherSegments);
    out.writeOptionalWriteable(lastAudit);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject();
    builder.field("vectors", vectors);
    builder.field("ids", ids);
    builder.field("deleted_vectors", deletedVectors);
    builder.startObject("segments");
    builder.field("omdb", omdbSegments).field("other", otherSegments);
    builder.endObject();
    builder.field("last_audit", lastAudit);
    return builder.endObject();
  }
}
