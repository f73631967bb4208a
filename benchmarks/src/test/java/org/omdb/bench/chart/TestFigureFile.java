// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.lucene.tests.util.LuceneTestCase;

@LuceneTestCase.SuppressFileSystems("*") // ImageIO only supports the default one
public class TestFigureFile extends LuceneTestCase {

  private static final Color TEAL = new Color(0x009E73);

  private static final LineChart LINES =
      new LineChart(
          "Title of lines",
          "lower is better",
          new LogAxis("rows", 1, 100, List.of()),
          new LogAxis("ms", 1, 100, List.of()),
          List.of(
              new Series(
                  "rising",
                  TEAL,
                  Mark.DIAMOND,
                  true,
                  List.of(new Series.Point(1, 1), new Series.Point(100, 100))),
              new Series("nothing", Color.RED, Mark.CIRCLE, false, List.of())),
          500,
          400);

  private static final BarChart BARS =
      new BarChart(
          "Title of bars",
          "shorter is better",
          List.of(
              new BarChart.Bar(
                  "one",
                  TEAL,
                  List.of(
                      new BarChart.Part("wide", 90),
                      new BarChart.Part("none", 0),
                      new BarChart.Part("narrow", 1),
                      new BarChart.Part("next to nothing", 0.1))),
              new BarChart.Bar("two", Color.RED, List.of(new BarChart.Part("wide", 0)))),
          value -> Math.round(value) + " kg",
          600);

  public void testSvgHasTextAsText() throws IOException {
    String lines = svg(LINES);
    for (String text : List.of("Title of lines", "lower is better", "rows", "ms", "rising", "50")) {
      assertTrue(text, lines.contains(">" + text + "</text>"));
    }
    assertFalse("a line without points has no name", lines.contains("nothing"));
    String bars = svg(BARS);
    for (String text : List.of("one", "wide 90 kg", "91 kg (narrow 1 kg)", "two", "0 kg")) {
      assertTrue(text, bars.contains(">" + text + "</text>"));
    }
  }

  public void testSvgDoesNotDependOnTheReadersDefaults() throws IOException {
    String svg = svg(LINES);
    assertTrue(svg.contains("<svg style=\"font-size:12px\""));
    for (String text : svg.split("<text ")) {
      if (text.contains("</text>")) {
        assertTrue(text, text.contains(",sans-serif;"));
      }
    }
  }

  public void testPngHasTheLineFromCornerToCorner() throws IOException {
    BufferedImage image = png(LINES);
    assertEquals(1_000, image.getWidth());
    assertEquals(800, image.getHeight());
    assertEquals(Color.WHITE.getRGB(), image.getRGB(2, 2));
    // The plot area is 66 to 378 and 58 to 352 units. The point is in its middle.
    assertEquals(TEAL.getRGB(), image.getRGB(2 * (66 + 378) / 2, 2 * (58 + 352) / 2));
    assertNotEquals(TEAL.getRGB(), image.getRGB(2 * (66 + 378) / 2, 2 * 100));
  }

  public void testPngHasBarsOfTheRightLength() throws IOException {
    BufferedImage image = png(BARS);
    int y = 2 * (60 + 2);
    int end = 2 * 112;
    while (image.getRGB(end + 1, y) != Color.WHITE.getRGB()) {
      end++;
    }
    int wide = end - 2 * 112;
    assertTrue("the long part: " + wide, wide > 500 && wide < 900);
    assertEquals("nothing for nothing", Color.WHITE.getRGB(), image.getRGB(2 * 120, y + 2 * 34));
  }

  public void testGridPutsFiguresBesideEachOther() throws IOException {
    Grid grid = new Grid("All", "of them", List.of(LINES, LINES, LINES), 2);
    assertEquals(1_000, grid.width());
    assertEquals(852, grid.height());
    BufferedImage image = png(grid);
    for (int[] corner : new int[][] {{0, 0}, {500, 0}, {0, 400}}) {
      int x = corner[0] + (66 + 378) / 2;
      int y = 52 + corner[1] + (58 + 352) / 2;
      assertEquals(TEAL.getRGB(), image.getRGB(2 * x, 2 * y));
    }
    assertEquals(Color.WHITE.getRGB(), image.getRGB(2 * 722, 2 * 657));
  }

  private static String svg(Figure figure) throws IOException {
    return Files.readString(write(figure).resolve("figure.svg"));
  }

  private static BufferedImage png(Figure figure) throws IOException {
    try (var in = Files.newInputStream(write(figure).resolve("figure.png"))) {
      return ImageIO.read(in);
    }
  }

  private static Path write(Figure figure) throws IOException {
    Path folder = createTempDir();
    FigureFile.write(figure, folder, "figure");
    return folder;
  }
}
