// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.util.List;

/**
 * Where an id was found. Immutable.
 *
 * @param idField the id field that has it; null if that is the vector field itself, or not known
 * @param followedIdFields the id fields whose doc values the id follows, in the order in which they
 *     are asked: an update of one of them changes the id
 */
public record IdOrigin(String idField, List<String> followedIdFields) {

  /** Doc values under the vector field's own name, which are asked first everywhere. */
  public static final IdOrigin OWN = new IdOrigin(null, List.of());
}
