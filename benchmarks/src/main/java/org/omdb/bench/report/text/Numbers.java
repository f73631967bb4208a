// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats figures with three digits, which is more than their precision. */
public final class Numbers {

  /** What stands for a missing figure. */
  public static final String NONE = "–";

  private static final int DIGITS = 3;

  private static final double MEGA = 1e6;

  private Numbers() {}

  /**
   * A figure with three digits.
   *
   * @param value any; null if there is none
   * @return text
   */
  public static String figure(Double value) {
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

  /**
   * A recall.
   *
   * @param recall 0 to 1
   * @return text with four decimals
   */
  public static String recall(double recall) {
    return String.format(Locale.ROOT, "%.4f", recall);
  }

  /**
   * Bytes as megabytes (10^6 bytes), without the unit.
   *
   * @param bytes null if there is no such figure
   * @return text
   */
  public static String mega(Double bytes) {
    return bytes == null ? NONE : figure(bytes / MEGA);
  }

  /**
   * A ratio.
   *
   * @param ratio 0 or more
   * @return text with two decimals; with none from 10 on
   */
  public static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%,.0f", ratio);
  }

  /**
   * The median, followed by minimum and maximum if there are several values.
   *
   * @param median of all values
   * @param least minimum; may be null
   * @param greatest maximum; may be null
   * @return text
   */
  public static String spread(Double median, Double least, Double greatest) {
    if (least == null || greatest == null || least.equals(greatest)) {
      return figure(median);
    }
    return figure(median) + " (" + figure(least) + "…" + figure(greatest) + ")";
  }
}
