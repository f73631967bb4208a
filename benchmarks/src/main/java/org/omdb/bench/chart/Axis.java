// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.util.List;

/** Maps values to positions along one side of a chart. */
public interface Axis {

  /**
   * A value with a tick mark.
   *
   * @param value within the axis
   * @param label text beside the mark
   */
  record Tick(double value, String label) {}

  /**
   * The title.
   *
   * @return what is measured, with its unit
   */
  String title();

  /**
   * The position of a value.
   *
   * @param value any
   * @return 0 (start of the axis) to 1 (end); values out of range are moved to the nearer end
   */
  double at(double value);

  /**
   * The values with a tick mark.
   *
   * @return in increasing order
   */
  List<Tick> ticks();
}
