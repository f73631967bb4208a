// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;

/**
 * A document of a shard that at least one query has found.
 *
 * @param document its name and version
 * @param parts its places, in the order of the queries
 * @param names of the queries that match it, also of those within the queries, with their scores
 */
record FusedHit(Version document, List<Part> parts, Map<String, Float> names) implements Writeable {

  /**
   * One version of a document of a shard. Another version may not match the queries.
   *
   * @param id its {@code _id}
   * @param seqNo its {@code _seq_no}
   */
  record Version(String id, long seqNo) {}

  /** A document without a place yet. */
  FusedHit(Version document) {
    this(document, new ArrayList<>(), new HashMap<>());
  }

  FusedHit(StreamInput in) throws IOException {
    this(
        new Version(in.readString(), in.readZLong()),
        in.readList(Part::new),
        in.readMap(StreamInput::readString, StreamInput::readFloat));
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeString(document.id());
    out.writeZLong(document.seqNo());
    out.writeList(parts);
    out.writeMap(names, StreamOutput::writeString, StreamOutput::writeFloat);
  }
}
