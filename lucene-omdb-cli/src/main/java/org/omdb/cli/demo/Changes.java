// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.omdb.lucene.OmdbVectorIds.Hit;

/**
 * Which classes the demo deletes and updates.
 *
 * @param deleted ids that are deleted
 * @param updated ids that get another vector
 */
record Changes(Set<String> deleted, Set<String> updated) {

  private static final int ONE_IN = 20;

  /**
   * Picks classes to change. Of each class that is searched for, the first neighbor is deleted and
   * the second one updated, so that the changes show in the report. Of all other classes, one in
   * twenty is deleted and one in twenty updated.
   *
   * @param names of all classes
   */
  static Changes pick(Iterable<String> names, Neighbors neighbors) {
    Set<String> kept = neighbors.of().keySet();
    Set<String> deleted = new LinkedHashSet<>();
    Set<String> updated = new LinkedHashSet<>();
    for (List<Hit> hits : neighbors.of().values()) {
      List<String> changeable =
          hits.stream().map(Hit::id).filter(id -> kept.contains(id) == false).toList();
      if (changeable.isEmpty() == false) {
        deleted.add(changeable.getFirst());
      }
      if (changeable.size() > 1) {
        updated.add(changeable.get(1));
      }
    }
    int i = 0;
    for (String name : names) {
      if (kept.contains(name) == false) {
        switch (i++ % ONE_IN) {
          case 0 -> deleted.add(name);
          case ONE_IN / 2 -> updated.add(name);
          default -> {}
        }
      }
    }
    updated.removeAll(deleted);
    return new Changes(deleted, updated);
  }
}
