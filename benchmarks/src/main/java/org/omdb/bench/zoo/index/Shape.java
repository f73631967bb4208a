// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.index;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The segments of a finished index. */
public enum Shape {
  /** One segment, written by a flush. */
  FLUSHED,
  /** Eight segments of the same size, each written by a flush. */
  EIGHT,
  /** Eight segments merged into one. */
  MERGED,
  /** One segment after 20 generations: each deletes and adds the same number, then merges. */
  GENERATIONS;

  /**
   * The name in options.
   *
   * @return in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a shape by its label.
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
                    "unknown shape \"" + label + "\", expected one of " + labels()));
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
