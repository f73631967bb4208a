// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

/**
 * A document that a search found.
 *
 * @param document that was found
 * @param score higher is better; what it means depends on the {@link Search}
 */
public record Hit(OmdbDocument document, float score) {

  /**
   * The id of the document.
   *
   * @return as it was written
   */
  public String id() {
    return document.id();
  }
}
