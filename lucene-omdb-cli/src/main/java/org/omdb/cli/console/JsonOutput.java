// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.PrintWriter;

/** Prints JSON for scripts, where a command has {@code --json}. */
public final class JsonOutput {

  private static final ObjectWriter LINE = new ObjectMapper().writer();
  private static final ObjectWriter INDENTED = LINE.withDefaultPrettyPrinter();

  private JsonOutput() {}

  /**
   * Prints a value.
   *
   * @param out standard output
   * @param value maps (in the order that they should be printed), lists, strings, numbers,
   *     booleans, float arrays, records, {@link Json}
   */
  public static void print(PrintWriter out, Object value) {
    print(INDENTED, out, value);
  }

  /**
   * Prints a value on one line.
   *
   * @param out standard output
   * @param value as {@link #print} takes it
   */
  public static void printLine(PrintWriter out, Object value) {
    print(LINE, out, value);
  }

  /**
   * A value as it is printed on one line.
   *
   * @param value as {@link #print} takes it
   * @return its JSON text
   */
  public static String line(Object value) {
    return text(LINE, value);
  }

  private static void print(ObjectWriter writer, PrintWriter out, Object value) {
    out.println(text(writer, value));
  }

  private static String text(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a value that JSON can hold: " + value, e);
    }
  }
}
