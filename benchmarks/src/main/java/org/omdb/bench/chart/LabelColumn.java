// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Places labels in a column, without overlaps, as close as possible to their wanted positions. */
final class LabelColumn {

  private LabelColumn() {}

  /**
   * Minimizes the sum of squared moves by pooling adjacent labels that would overlap (the pool
   * adjacent violators algorithm for isotonic regression).
   *
   * @param wanted wanted position of each label
   * @param gap minimum distance between two labels
   * @param low lowest position
   * @param high highest position
   * @return the position of each label, in the order of {@code wanted}
   */
  static double[] place(double[] wanted, double gap, double low, double high) {
    int count = wanted.length;
    Integer[] order = IntStream.range(0, count).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> wanted[i]));
    // After the gaps are subtracted, positions only have to be in order: isotonic regression.
    double[] sum = new double[count];
    int[] size = new int[count];
    int pools = 0;
    for (int i = 0; i < count; i++) {
      sum[pools] = wanted[order[i]] - i * gap;
      size[pools] = 1;
      while (pools > 0 && sum[pools - 1] / size[pools - 1] > sum[pools] / size[pools]) {
        pools--;
        sum[pools] += sum[pools + 1];
        size[pools] += size[pools + 1];
      }
      pools++;
    }
    double[] places = new double[count];
    int next = 0;
    for (int pool = 0; pool < pools; pool++) {
      double mean = Math.max(low, Math.min(sum[pool] / size[pool], high - (count - 1) * gap));
      for (int i = 0; i < size[pool]; i++, next++) {
        places[order[next]] = mean + next * gap;
      }
    }
    return places;
  }
}
