// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Places labels above each other: none overlaps, each as near as can be to where it belongs. */
final class LabelColumn {

  private LabelColumn() {}

  /**
   * Finds places with the least sum of squared moves, by pooling neighbors that would overlap.
   *
   * @param wanted where each label belongs
   * @param gap least distance of two
   * @param low least place
   * @param high greatest place
   * @return where each can be; in the order of {@code wanted}
   */
  static double[] place(double[] wanted, double gap, double low, double high) {
    int count = wanted.length;
    Integer[] order = IntStream.range(0, count).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> wanted[i]));
    // With the gaps taken out, places only have to be in order: isotonic regression.
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
