// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A value that is known by its JSON text: null, an array, an object, or a number beyond {@code
 * long} and {@code double}. {@link JsonOutput} prints it as it is.
 *
 * @param text valid JSON on one line
 */
public record Json(@JsonValue @JsonRawValue String text) {

  /** What a member has that is there but empty. */
  public static final Json NULL = new Json("null");

  @Override
  public String toString() {
    return text;
  }
}
