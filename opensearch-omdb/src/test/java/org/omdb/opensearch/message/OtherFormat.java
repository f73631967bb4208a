// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.opensearch.common.io.stream.BytesStreamOutput;
import org.opensearch.core.common.bytes.BytesArray;
import org.opensearch.core.common.bytes.BytesReference;

/** Messages as later versions of the plugin may write them. */
public final class OtherFormat {

  private OtherFormat() {}

  /**
   * Changes the first number of a format in a message.
   *
   * @throws AssertionError if it has none
   */
  public static BytesReference of(BytesReference message, int format) throws IOException {
    String text = text(message);
    String found = vInt(MessageFormat.MARK + MessageFormat.CURRENT);
    int at = text.indexOf(found);
    if (at < 0) {
      throw new AssertionError("the message has no format");
    }
    String changed =
        text.substring(0, at)
            + vInt(MessageFormat.MARK + format)
            + text.substring(at + found.length());
    return new BytesArray(changed.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String vInt(int number) throws IOException {
    try (BytesStreamOutput out = new BytesStreamOutput()) {
      out.writeVInt(number);
      return text(out.bytes());
    }
  }

  /** A character for each byte. */
  private static String text(BytesReference bytes) {
    return new String(BytesReference.toBytes(bytes), StandardCharsets.ISO_8859_1);
  }
}
