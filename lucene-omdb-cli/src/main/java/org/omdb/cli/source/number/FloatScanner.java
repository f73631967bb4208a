// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.number;

import java.nio.charset.StandardCharsets;
import org.omdb.cli.source.file.LineReader;

/**
 * Parses decimal numbers in bytes. The result is that of {@link Float#parseFloat}, bit for bit, and
 * comes several times faster. Digits, a point and an exponent are known, but not Java's hexadecimal
 * numbers, suffixes and words. For one thread.
 *
 * <p>Up to 18 digits are computed as a double with a few roundings. Rounding the double gives the
 * right float, unless the double is so close to the middle between two floats that its error may
 * have moved it across. In that case, and outside of the range where this holds, {@code parseFloat}
 * decides.
 */
public final class FloatScanner {

  /** Below it one more digit fits, and 18 digits fit exactly into a long. */
  private static final long SIGNIFICAND_LIMIT = 100_000_000_000_000_000L;

  /** The powers of ten that are exact in a double. */
  private static final double[] POWERS = new double[23];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private static final int MAX_POWER = POWERS.length - 1;

  /** Larger exponents are cut off: only a number with as many digits would not be 0 or infinite. */
  private static final int EXPONENT_LIMIT = 1_000_000_000;

  /** The 52 - 23 bits of a double's significand that a float does not have. */
  private static final long TAIL_MASK = (1L << 29) - 1;

  private static final long MIDDLE = 1L << 28;

  /**
   * A bound of the error, in units of the double's last place. The four roundings (significand, two
   * powers, dropped digits) add up to less than half of it.
   */
  private static final long ERROR = 8;

  private int end;

  /**
   * Reads the number that starts at {@code from}.
   *
   * @param bytes of the line
   * @param from where the number starts
   * @param to end of the line
   * @return NaN if it is not a number; infinite if it is out of range
   */
  public float scan(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = at < to && bytes[at] == '-';
    if (negative || (at < to && bytes[at] == '+')) {
      at++;
    }
    long significand = 0;
    int exponent = 0;
    int digit;
    int digitsAt = at;
    while (at < to && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
      if (significand < SIGNIFICAND_LIMIT) {
        significand = 10 * significand + digit;
      } else {
        exponent++;
      }
      at++;
    }
    int digits = at - digitsAt;
    if (at < to && bytes[at] == '.') {
      at++;
      int fractionAt = at;
      while (at < to && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
        if (significand < SIGNIFICAND_LIMIT) {
          significand = 10 * significand + digit;
          exponent--;
        }
        at++;
      }
      digits += at - fractionAt;
    }
    boolean number = digits > 0;
    if (number && at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      boolean below = at < to && bytes[at] == '-';
      if (below || (at < to && bytes[at] == '+')) {
        at++;
      }
      int power = 0;
      int powerAt = at;
      while (at < to && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
        power = power < EXPONENT_LIMIT / 10 ? 10 * power + digit : power;
        at++;
      }
      number = at > powerAt;
      exponent += below ? -power : power;
    }
    if (number == false || (at < to && LineReader.isSeparator(bytes[at]) == false)) {
      end = tokenEnd(bytes, at, to);
      return Float.NaN;
    }
    end = at;
    if (significand == 0) {
      return negative ? -0f : 0f;
    }
    double value = scale(significand, exponent);
    if (isSafe(value)) {
      return negative ? (float) -value : (float) value;
    }
    return Float.parseFloat(new String(bytes, from, end - from, StandardCharsets.ISO_8859_1));
  }

  /** {@return where the number, or what should have been one, ended} */
  public int end() {
    return end;
  }

  /**
   * Where a run of bytes without separators ends.
   *
   * @param bytes of a line
   * @param from where it starts
   * @param to end of the line
   * @return at most that end
   */
  public static int tokenEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && LineReader.isSeparator(bytes[at]) == false) {
      at++;
    }
    return at;
  }

  /** {@code significand * 10^exponent}; NaN if that takes more than two powers of ten. */
  private static double scale(long significand, int exponent) {
    double value = significand;
    if (exponent == 0) {
      return value;
    }
    if (exponent < 0) {
      if (exponent < -MAX_POWER) {
        value /= POWERS[MAX_POWER];
        exponent += MAX_POWER;
      }
      return exponent < -MAX_POWER ? Double.NaN : value / POWERS[-exponent];
    }
    return exponent > MAX_POWER ? Double.NaN : value * POWERS[exponent];
  }

  /** Whether {@code value} rounds to the float that the decimal number rounds to. */
  private static boolean isSafe(double value) {
    long tail = Double.doubleToRawLongBits(value) & TAIL_MASK;
    return value >= 2 * Float.MIN_NORMAL
        && value <= Float.MAX_VALUE / 2
        && Math.abs(tail - MIDDLE) > ERROR;
  }
}
