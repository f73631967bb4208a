// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which members of records are the id, the vector and columns. A member is named by its path: the
 * names of the objects around it and its own, with points between them, and numbers from 0 for
 * elements of arrays.
 */
final class RecordColumns {

  /** The path of a record that is itself a vector. */
  static final String RECORD = "";

  private final String vector;
  private final String id;
  private final List<String> stored;
  private final boolean isGuessed;
  private final Set<String> containers = new HashSet<>();

  /**
   * @param vector path of the vector
   * @param id path of the id; null if there is none
   * @param stored paths of columns, with all that is in them; null for all that is not the id or
   *     the vector
   * @param isGuessed whether nobody said which member is the vector
   */
  RecordColumns(String vector, String id, List<String> stored, boolean isGuessed) {
    this.vector = vector;
    this.id = id;
    this.stored = stored;
    this.isGuessed = isGuessed;
    addContainers(vector);
    if (id != null) {
      addContainers(id);
    }
    if (stored != null) {
      stored.forEach(this::addContainers);
    }
  }

  private void addContainers(String path) {
    for (int at = path.indexOf('.'); at >= 0; at = path.indexOf('.', at + 1)) {
      containers.add(path.substring(0, at));
    }
  }

  /** These columns, with another id. */
  RecordColumns withId(String path) {
    return new RecordColumns(vector, path, stored, isGuessed);
  }

  String vector() {
    return vector;
  }

  boolean isGuessed() {
    return isGuessed;
  }

  /** Null if there is none. */
  String id() {
    return id;
  }

  boolean isVector(String path) {
    return path.equals(vector);
  }

  boolean isId(String path) {
    return path.equals(id);
  }

  /** Whether a value is stored as a column. */
  boolean isStored(String path) {
    return stored == null
        || stored.stream()
            .anyMatch(
                wanted ->
                    path.startsWith(wanted)
                        && (path.length() == wanted.length()
                            || path.charAt(wanted.length()) == '.'));
  }

  /**
   * Whether one of these members may be in a container. Its other members are columns each, rather
   * than it as a whole.
   */
  boolean mayBeIn(String path) {
    return containers.contains(path);
  }
}
