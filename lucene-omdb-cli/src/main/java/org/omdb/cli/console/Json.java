// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A value that is known by its JSON text: null, an array, an object, or a number beyond {@code
 * long} and {@code double}. {@link JsonOutput} prints it as it is.
 *
 * @param text valid JSON on one line
 */
public record Json(@JsonValue @JsonRawValue String text) {

  /** What a member has that is there but empty. */
  public static final Json NULL = new Json("null");

  /** A number of so many characters without an exponent is a double's, whatever its digits are. */
  private static final int SURELY_DOUBLE = 16;

  private static final Pattern NOT_ZERO = Pattern.compile("[^eE]*[1-9].*");

  /**
   * A number with a point or an exponent: a {@code Double} if the double nearest to it, printed
   * with as many digits, is the same number, so that nothing is lost by printing it. Otherwise, as
   * for {@code 1e400} and most numbers of more than 17 digits, the digits.
   *
   * @param text a number as JSON has it
   * @return {@code Double} or {@code Json}
   */
  public static Object decimal(String text) {
    double nearest = Double.parseDouble(text);
    return isPrintedAs(nearest, text) ? (Object) nearest : new Json(text);
  }

  private static boolean isPrintedAs(double number, String text) {
    if (Double.isFinite(number) == false) {
      return false;
    }
    boolean hasExponent = text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    if (text.length() <= SURELY_DOUBLE && hasExponent == false) {
      return true;
    }
    if (number == 0) {
      return NOT_ZERO.matcher(text).matches() == false;
    }
    String shortest = Double.toString(number);
    if (text.equals(shortest)) {
      return true;
    }
    BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
    if (exact.compareTo(new BigDecimal(shortest)) == 0) {
      return true; // also if it is half way between two of as many digits
    }
    BigDecimal error = new BigDecimal(number).subtract(exact).abs();
    return error.add(error).compareTo(exact.ulp()) < 0; // less than half a unit of the last digit
  }

  @Override
  public String toString() {
    return text;
  }
}
