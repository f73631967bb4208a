// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.List;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.IndexShape;

/**
 * What is done with a set: an index is built in a certain shape, and then searched.
 *
 * @param name in options and reports
 * @param description one line for a report
 * @param shape of the index, for contenders with segments
 * @param views on the index, each of which is searched
 * @param isAboutBuilding whether an index is built in each turn, however long that takes
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
