// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats figures with three digits, which is more than their precision. */
final class Numbers {

  static final String NONE = "–";

  private static final int DIGITS = 3;

  private static final double MEGA = 1e6;

  private Numbers() {}

  static String figure(Double value) {
    if (value == null || Double.isFinite(value) == false) {
      return NONE;
    }
    if (Math.abs(value) >= 100) {
      return String.format(Locale.ROOT, "%,d", Math.round(value));
    }
    if (value == 0) {
      return "0";
    }
    int decimals = DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  static String recall(double recall) {
    return String.format(Locale.ROOT, "%.4f", recall);
  }

  /** Bytes as megabytes (10^6 bytes), without the unit. */
  static String mega(Double bytes) {
    return bytes == null ? NONE : figure(bytes / MEGA);
  }

  static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%,.0f", ratio);
  }

  /** The median, followed by minimum and maximum if there are several values. */
  static String spread(Double median, Double least, Double greatest) {
    if (least == null || greatest == null || least.equals(greatest)) {
      return figure(median);
    }
    return figure(median) + " (" + figure(least) + "…" + figure(greatest) + ")";
  }
}
