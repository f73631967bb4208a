// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.number;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.source.SourceTestCase;

public class TestFloatScanner extends LuceneTestCase {

  private final FloatScanner scanner = new FloatScanner();

  private void assertAsParseFloat(String text) {
    byte[] bytes = ("ab" + text + " 9").getBytes(US_ASCII);
    float scanned = scanner.scan(bytes, 2, bytes.length);
    assertEquals(
        text, Float.floatToRawIntBits(Float.parseFloat(text)), Float.floatToRawIntBits(scanned));
    assertEquals(text, 2 + text.length(), scanner.end());
  }

  public void testFloatsAsJavaPrintsThem() {
    for (int i = atLeast(100_000); i > 0; i--) {
      float value = SourceTestCase.randomFloat();
      assertAsParseFloat(Float.toString(value));
      assertAsParseFloat(Double.toString(value));
      assertAsParseFloat(Double.toString(value * 1.1));
      assertAsParseFloat(String.format(Locale.ROOT, "%.6f", (float) random().nextGaussian()));
    }
  }

  /** Rounding twice goes wrong in the middle between two floats, and next to it. */
  public void testMiddlesBetweenFloats() {
    for (int i = atLeast(20_000); i > 0; i--) {
      float below = Math.abs(SourceTestCase.randomFloat());
      if (below == Float.MAX_VALUE) {
        continue;
      }
      BigDecimal middle =
          new BigDecimal(below).add(new BigDecimal(Math.nextUp(below))).divide(new BigDecimal(2));
      assertAsParseFloat(middle.toString());
      assertAsParseFloat(middle.toPlainString());
      for (int digits : new int[] {9, 15, 17, 18, 19, 20, 30}) {
        String rounded = middle.round(new MathContext(digits)).toString();
        assertAsParseFloat(rounded);
        assertAsParseFloat("-" + rounded);
      }
      BigDecimal tiny = middle.ulp().movePointLeft(TestUtil.nextInt(random(), 0, 30));
      assertAsParseFloat(middle.add(tiny).toString());
      assertAsParseFloat(middle.subtract(tiny).toString());
    }
  }

  public void testRandomDigits() {
    for (int i = atLeast(50_000); i > 0; i--) {
      StringBuilder text = new StringBuilder(random().nextBoolean() ? "" : "-");
      digits(text, 1, 25);
      if (random().nextBoolean()) {
        text.append('.');
        digits(text, 0, 25);
      }
      if (random().nextBoolean()) {
        text.append(random().nextBoolean() ? "e" : "E").append(TestUtil.nextInt(random(), -60, 60));
      }
      assertAsParseFloat(text.toString());
    }
  }

  private static void digits(StringBuilder text, int min, int max) {
    for (int i = TestUtil.nextInt(random(), min, max); i > 0; i--) {
      text.append((char) ('0' + (random().nextInt(3) == 0 ? 0 : random().nextInt(10))));
    }
  }

  public void testEdges() {
    for (String text :
        new String[] {
          "0",
          "-0",
          "+0.0",
          "-.0",
          "0e99999999999",
          "1.",
          ".5",
          "+5",
          "1e-99999999999",
          "3.4028235e38",
          "3.4028235677973366e38",
          "1.4e-45",
          "0.7e-45",
          "7.006492321624085e-46",
          "7.006492321624086e-46",
          "1.17549435e-38",
          "16777217",
          "16777219",
          "1e22",
          "1e23",
          "0".repeat(1000) + "1",
          "1" + "0".repeat(38),
          "0." + "0".repeat(44) + "1",
          "1" + "0".repeat(500) + "e-500",
          "9".repeat(18),
          "9".repeat(19),
          "9".repeat(38)
        }) {
      assertAsParseFloat(text);
    }
    assertEquals(Float.POSITIVE_INFINITY, scan("1e39"), 0);
    assertEquals(Float.NEGATIVE_INFINITY, scan("-1e99999999999"), 0);
  }

  private float scan(String text) {
    return scanner.scan(text.getBytes(US_ASCII), 0, text.length());
  }

  public void testWhatIsNoNumberIsNaN() {
    for (String text :
        new String[] {
          "", "+", "-", ".", "-.", "e5", "1e", "1e+", "1f", "0x1", "NaN", "1_0", "1,5"
        }) {
      assertTrue(text, Float.isNaN(scan(text)));
      assertEquals(text.length(), scanner.end());
    }
    assertTrue(Float.isNaN(scan("1x 2")));
    assertEquals(2, scanner.end());
  }
}
