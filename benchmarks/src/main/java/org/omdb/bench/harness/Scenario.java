// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.List;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.IndexShape;

/**
 * What to do with a set: build an index of a given shape, then search it.
 *
 * @param name in options and reports
 * @param description one line for a report
 * @param shape of the index, for contenders with segments
 * @param views on the index, each of which is searched
 * @param isAboutBuilding whether an index is built in each turn, even if that takes long
 */
public record Scenario(
    String name, String description, IndexShape shape, List<View> views, boolean isAboutBuilding) {

  /**
   * Whether a contender can take part.
   *
   * @param contender any
   * @return false if the scenario needs segments and the contender has none
   */
  public boolean suits(Contender contender) {
    return contender.hasSegments() || shape.equals(IndexShape.DEFAULT);
  }
}
