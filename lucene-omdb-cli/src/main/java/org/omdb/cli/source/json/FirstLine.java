// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.omdb.cli.source.file.FileHead;

/**
 * What the first line of a file is, to tell lines of JSON from a document that has records within.
 *
 * @param isComplete whether the line, as far as it is in the head, is a whole value
 * @param isValid whether it is JSON up to its end
 * @param endsInHead whether the end of the line is known
 * @param layout of the line; null if no vector is found
 */
record FirstLine(boolean isComplete, boolean isValid, boolean endsInHead, JsonLayout layout) {

  /**
   * Looks at the first line.
   *
   * @param vectorColumn null for known names
   */
  static FirstLine of(FileHead head, String vectorColumn) {
    byte[] bytes = head.bytes();
    int from = head.textStart();
    int to = from;
    while (to < bytes.length && bytes[to] != '\n') {
      to++;
    }
    JsonLayout layout = null;
    boolean isComplete = false;
    boolean isValid = true;
    try (JsonParser json = JsonText.parser(head, from, to)) {
      layout = new LayoutFinder(json, vectorColumn).find();
      while (json.nextToken() != null) {}
      isComplete = true;
    } catch (JsonProcessingException e) {
      isValid = JsonText.endsEarly(e);
    } catch (IOException e) {
      throw new AssertionError("bytes are in memory", e);
    }
    boolean endsInHead = to < bytes.length || bytes.length < FileHead.MAX_BYTES;
    return new FirstLine(isComplete, isValid, endsInHead, layout);
  }

  /**
   * Whether the line is a record, and not a part of a document or a document of its own. A line
   * that is not JSON is called a record too: reading it will say what is wrong.
   */
  boolean isRecord() {
    if (isValid == false) {
      return true;
    }
    if (endsInHead && isComplete == false) {
      return false; // the value goes on in the next line
    }
    if (layout != null) {
      return layout.isRecordAtRoot();
    }
    return isComplete;
  }
}
