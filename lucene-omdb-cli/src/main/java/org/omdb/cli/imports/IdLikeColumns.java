// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.omdb.cli.source.spi.KnownNames;

/**
 * Finds columns that may be what a user means by ids, where rows got made-up ones. For one thread.
 */
final class IdLikeColumns {

  private static final int MAX_COLUMNS = 100;

  /** In how many of the rows each column has a value. */
  private final Map<String, Long> counts = new LinkedHashMap<>();

  private long rows;

  /** Looks at the columns of a row with a made-up id. */
  void add(Map<String, Object> columns) {
    rows++;
    columns.forEach(
        (name, value) -> {
          boolean isScalar = value instanceof String || value instanceof Long;
          if (isScalar
              && KnownNames.looksLikeId(name)
              && (counts.size() < MAX_COLUMNS || counts.containsKey(name))) {
            counts.merge(name, 1L, Long::sum);
          }
        });
  }

  /** Columns with names like those of ids that all of the rows have. */
  List<String> names() {
    return counts.entrySet().stream()
        .filter(column -> column.getValue() == rows)
        .map(Map.Entry::getKey)
        .toList();
  }
}
