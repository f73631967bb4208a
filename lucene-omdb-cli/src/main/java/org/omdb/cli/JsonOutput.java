// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.PrintWriter;

/** What {@code --json} prints: one object or array, indented, for scripts. */
public final class JsonOutput {

  private static final ObjectWriter WRITER = new ObjectMapper().writerWithDefaultPrettyPrinter();

  private JsonOutput() {}

  /**
   * Prints a value.
   *
   * @param out standard output
   * @param value maps (in the order that they should be printed), lists, strings, numbers,
   *     booleans, float arrays, records
   */
  public static void print(PrintWriter out, Object value) {
    try {
      out.println(WRITER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a value that JSON can hold: " + value, e);
    }
  }
}
