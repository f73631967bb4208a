// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.table;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Bytes that are not UTF-8. As a stored value they are a string in Base64, but no id, because
 * nobody would look for that.
 *
 * @param base64 what is stored
 */
public record EncodedBytes(@JsonValue String base64) {

  @Override
  public String toString() {
    return base64;
  }
}
