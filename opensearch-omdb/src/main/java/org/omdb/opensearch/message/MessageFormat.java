// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.message;

import java.io.IOException;
import java.util.Objects;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;

/**
 * The format of the plugin's messages, which each of them begins with. A node that gets one of
 * another format says so, instead of reading wrong numbers.
 *
 * <p>OpenSearch's streams have the version of OpenSearch that both nodes know. That does not tell
 * two versions of the plugin for the same OpenSearch apart. So a message begins with
 *
 * <ul>
 *   <li><b>VInt</b> {@value #MARK} and the number of the format. Where version 0.1.0, whose
 *       messages have no number, takes that for the length of a string or a list, it is longer than
 *       the message, which it refuses.
 *   <li><b>String</b> the version of the plugin, for people
 * </ul>
 *
 * <p>Whoever changes a message raises {@link #CURRENT}. If the plugin is for a newer OpenSearch
 * then, {@link StreamOutput#getVersion} of an older node is older, and it gets the old format, as
 * in OpenSearch's own messages. If it is not, nobody knows what the receiver reads.
 */
public final class MessageFormat {

  /** The format that this version writes, and the only one that it reads. */
  static final int CURRENT = 1;

  /** Added to the number of the format. */
  static final int MARK = 0x4F4D0000;

  private static final int MAX_FORMAT = 0xFFFF;

  private static final String VERSION =
      Objects.requireNonNullElse(
          MessageFormat.class.getPackage().getImplementationVersion(), "that is not packaged");

  private MessageFormat() {}

  /**
   * Begins a message.
   *
   * @param out the stream
   * @throws IOException if writing fails
   */
  public static void write(StreamOutput out) throws IOException {
    out.writeVInt(MARK + CURRENT);
    out.writeString(VERSION);
  }

  /**
   * Reads the beginning of a message.
   *
   * @param in the stream
   * @param message what it is, for the error message
   * @throws IllegalStateException if it has another format
   * @throws IOException if it can't be read
   */
  public static void check(StreamInput in, String message) throws IOException {
    int format = in.readVInt() - MARK;
    if (format == CURRENT) {
      in.readString();
      return;
    }
    String sender =
        format > 0 && format <= MAX_FORMAT
            ? "version " + in.readString() + ", whose messages have format " + format
            : "version 0.1.0, whose messages have no format";
    throw new IllegalStateException(
        "["
            + message
            + "] comes from a node with another version of the plugin opensearch-omdb: "
            + sender
            + ". This node has version "
            + VERSION
            + ", which reads format "
            + CURRENT
            + ". Upgrade all nodes, and pause such requests until then");
  }
}
