// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.lucene.index.SegmentInfo;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentObject;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * What {@link org.omdb.lucene.merge.IdAudit} wrote into the diagnostics of a merged segment, for
 * one field.
 *
 * @param segment name of the segment
 * @param millis when the segment was written, in milliseconds since 1970 (UTC)
 * @param vectors number of vectors
 * @param ids number of ids
 * @param fingerprint of all ids, in hexadecimal digits
 * @param result {@code equal} if the source segments had the same vectors with the same ids, {@code
 *     not possible} if one of the sources could not be read independently of the merge
 */
record MergeAudit(
    String segment, long millis, long vectors, long ids, String fingerprint, String result)
    implements Writeable, ToXContentObject {

  /** The key under which Lucene's index writer records when it wrote a segment. */
  private static final String TIMESTAMP = "timestamp";

  MergeAudit(StreamInput in) throws IOException {
    this(
        in.readString(),
        in.readLong(),
        in.readVLong(),
        in.readVLong(),
        in.readString(),
        in.readString());
  }

  /** Returns the audit of a field in a segment; null if the segment was not audited. */
  static MergeAudit of(SegmentInfo segment, String field) {
    Map<String, String> diagnostics = segment.getDiagnostics();
    String prefix = "OmdbVectorIds." + field;
    String result = diagnostics.get(prefix + ".audit");
    return result == null
        ? null
        : new MergeAudit(
            segment.name,
            Long.parseLong(diagnostics.getOrDefault(TIMESTAMP, "0")),
            Long.parseLong(diagnostics.get(prefix + ".vectors")),
            Long.parseLong(diagnostics.get(prefix + ".ids")),
            diagnostics.get(prefix + ".fingerprint"),
            result);
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeString(segment);
    out.writeLong(millis);
    out.writeVLong(vectors);
    out.writeVLong(ids);
    out.writeString(fingerprint);
    out.writeString(result);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject();
    builder.field("segment", segment);
    builder.field("time", Instant.ofEpochMilli(millis).toString());
    builder.field("vectors", vectors);
    builder.field("ids", ids);
    builder.field("fingerprint", fingerprint);
    builder.field("result", result);
    return builder.endObject();
  }
}
