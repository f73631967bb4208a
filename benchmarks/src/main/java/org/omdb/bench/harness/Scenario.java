// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.List;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.IndexShape;

/**
 * What is done with a set: an index is built in some shape, and then searched.
 *
 * @param name how the user asks for it
 * @param description one line for a report
 * @param shape of the index, where it has segments
 * @param views searches on the same index
 * @param isAboutBuilding whether to build as often as to search, however long it takes
 */
public record Scenario(
    String name, String description, IndexShape shape, List<View> views, boolean isAboutBuilding) {

  /**
   * Whether a contender can take part.
   *
   * @param contender any
   * @return false if it has no segments and the scenario is about them
   */
  public boolean suits(Contender contender) {
    return contender.hasSegments() || shape.equals(IndexShape.DEFAULT);
  }
}
