// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.index;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How an index is left. */
public enum Shape {
  /** One segment, as one flush leaves it. */
  FLUSHED,
  /** Eight segments of the same size, each as a flush leaves it. */
  EIGHT,
  /** Eight segments merged into one. */
  MERGED,
  /** One segment after 20 times deletes, as many new vectors, and a merge. */
  GENERATIONS;

  /**
   * What it is chosen by.
   *
   * @return in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one with a label.
   *
   * @param label one of {@link #labels}
   * @return the shape
   * @throws IllegalArgumentException if there is none
   */
  public static Shape labelled(String label) {
    return Stream.of(values())
        .filter(shape -> shape.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no shape is called \"" + label + "\"; there are " + labels()));
  }

  /**
   * All labels.
   *
   * @return in the order of the shapes
   */
  public static List<String> labels() {
    return Stream.of(values()).map(Shape::label).toList();
  }
}
