// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.io.IOException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;

/**
 * The place of a document in the ranking of one query.
 *
 * @param query its number, from 0
 * @param rank from 1
 * @param score in that ranking
 * @param scaled what the document counts in it, before it is weighted
 */
record Part(int query, int rank, float score, double scaled) implements Writeable {

  Part(StreamInput in) throws IOException {
    this(in.readVInt(), in.readVInt(), in.readFloat(), in.readDouble());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeVInt(query);
    out.writeVInt(rank);
    out.writeFloat(score);
    out.writeDouble(scaled);
  }
}
