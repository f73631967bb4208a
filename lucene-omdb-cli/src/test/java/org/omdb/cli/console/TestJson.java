// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;

/** Numbers lose nothing. */
public class TestJson extends LuceneTestCase {

  private static double randomDouble() {
    while (true) {
      double number =
          random().nextBoolean()
              ? Double.longBitsToDouble(random().nextLong())
              : Math.scalb((double) random().nextLong(), -random().nextInt(80));
      if (Double.isFinite(number)) {
        return number;
      }
    }
  }

  public void testWhateverADoubleIsPrintedAsIsThatDouble() {
    for (int i = 0; i < 1_000; i++) {
      double number = randomDouble();
      String shortest = Double.toString(number);
      for (String text :
          new String[] {
            shortest,
            shortest.replace('E', 'e'),
            String.format(Locale.ROOT, "%.16e", number),
            new BigDecimal(number).toString(),
            new BigDecimal(number).toPlainString(),
            new BigDecimal(shortest).toPlainString(),
          }) {
        assertEquals(text, number + 0.0, (Double) Json.decimal(text) + 0.0, 0);
      }
    }
    // Python's repr of a number whose last digit may be rounded either way
    assertEquals(Math.scalb(1.0, -25), Json.decimal("2.9802322387695312e-08"));
    assertEquals(
        new Json("2.9802322387695313e-08"), Json.decimal("2.9802322387695313e-08")); // the other
    assertEquals(-0.0, Json.decimal("-0.0"));
    assertEquals(0.0, Json.decimal("0e99999999999"));
    assertEquals(0.1, Json.decimal("0.10000000000000000000"));
    assertEquals(4.9e-324, Json.decimal("5e-324"));
  }

  public void testOtherNumbersKeepTheirDigits() {
    for (String text :
        new String[] {
          "1e400",
          "-1e400",
          "1e-400",
          "1e99999999999",
          "1e-99999999999",
          "9007199254740993.0",
          "0.1000000000000000000001",
          "3.14159265358979323846",
          "1.2345e-320",
        }) {
      assertEquals(new Json(text), Json.decimal(text));
    }
  }

  /** What is printed is the number that was read, whatever it is. */
  public void testPrintedNumbersAreEqual() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      BigInteger unscaled = TestUtil.nextBigInteger(random(), TestUtil.nextInt(random(), 1, 20));
      String text = new BigDecimal(unscaled, TestUtil.nextInt(random(), 1, 40)).toString();
      String printed = JsonOutput.line(Json.decimal(text));
      BigDecimal found = new ObjectMapper().readValue(printed, BigDecimal.class);
      if (Json.decimal(text) instanceof Json) {
        assertEquals(text, printed);
      } else {
        // with as many digits, the double is the number that was read
        BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
        MathContext digits = new MathContext(exact.precision(), RoundingMode.HALF_EVEN);
        BigDecimal rounded = new BigDecimal(found.doubleValue()).round(digits);
        assertEquals(text + " is printed as " + printed, 0, exact.compareTo(rounded));
      }
    }
  }
}
