// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.util.List;

/** Takes values to places along one side of a chart. */
public interface Axis {

  /**
   * A value to be marked.
   *
   * @param value within the axis
   * @param label what stands beside it
   */
  record Tick(double value, String label) {}

  /**
   * What is measured, with its unit.
   *
   * @return a few words
   */
  String title();

  /**
   * Where a value is.
   *
   * @param value any
   * @return 0 at the axis' start to 1 at its end; values beyond are moved there
   */
  double at(double value);

  /**
   * Values to be marked.
   *
   * @return in increasing order
   */
  List<Tick> ticks();
}
