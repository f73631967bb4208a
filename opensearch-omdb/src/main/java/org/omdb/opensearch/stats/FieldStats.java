// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.omdb.lucene.SearchMemory;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentObject;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * What one copy of a shard holds of one field.
 *
 * @param field name of the field
 * @param vectors number of vectors of live documents
 * @param ids number of live vectors that have an id
 * @param deletedVectors number of vectors whose document was deleted or updated, and that no merge
 *     has dropped yet
 * @param omdbSegments number of segments with vectors in the OMDB format
 * @param otherSegments number of segments with vectors in any other format
 * @param bytes what it takes of the files, by kind; 0 in segments of other formats
 * @param audits how many merged segments have which result of their audit
 * @param lastAudit audit of the most recently merged segment; null if no segment has one
 */
record FieldStats(
    String field,
    long vectors,
    long ids,
    long deletedVectors,
    int omdbSegments,
    int otherSegments,
    SearchMemory bytes,
    Map<String, Integer> audits,
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
        new SearchMemory(in.readVLong(), in.readVLong(), in.readVLong(), in.readVLong()),
        new TreeMap<>(in.readMap(StreamInput::readString, StreamInput::readVInt)),
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
    out.writeVLong(bytes.rows());
    out.writeVLong(bytes.codes());
    out.writeVLong(bytes.links());
    out.writeVLong(bytes.ids());
    out.writeMap(audits, StreamOutput::writeString, StreamOutput::writeVInt);
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
    builder.startObject("bytes");
    builder.field("rows", bytes.rows()).field("codes", bytes.codes());
    builder.field("links", bytes.links()).field("ids", bytes.ids());
    builder.endObject();
    builder.startObject("audits");
    for (Map.Entry<String, Integer> result : audits.entrySet()) {
      builder.field(result.getKey(), result.getValue());
    }
    builder.endObject();
    builder.field("last_audit", lastAudit);
    return builder.endObject();
  }
}
