// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** Generated ids for rows that have none, such as {@code sift_17} for row 17. */
final class RowIds extends AbstractList<String> implements RandomAccess {

  private final String prefix;
  private final int size;

  RowIds(String prefix, int size) {
    this.prefix = prefix;
    this.size = size;
  }

  @Override
  public String get(int row) {
    return prefix + '_' + Objects.checkIndex(row, size);
  }

  @Override
  public int size() {
    return size;
  }
}
