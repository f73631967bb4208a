// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes figures. */
public final class FigureFile {

  /** PNG pixels per unit: sharp on screens of today. */
  private static final int SCALE = 2;

  private FigureFile() {}

  /**
   * Writes {@code name.svg} and {@code name.png}.
   *
   * @param figure what to draw
   * @param folder exists
   * @param name without extension
   * @throws IOException if writing fails
   */
  public static void write(Figure figure, Path folder, String name) throws IOException {
    writeSvg(figure, folder.resolve(name + ".svg"));
    writePng(figure, folder.resolve(name + ".png"));
  }

  private static void writeSvg(Figure figure, Path file) throws IOException {
    VectorGraphics2D graphics = new VectorGraphics2D();
    drawOnWhite(figure, graphics);
    Document document =
        Processors.get("svg")
            .getDocument(graphics.getCommands(), new PageSize(figure.width(), figure.height()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    document.writeTo(out);
    Files.writeString(file, portable(out.toString(StandardCharsets.UTF_8)));
  }

  /**
   * Adds what the SVG library leaves out: the font size, because browsers have another default than
   * Java, and fallback fonts, because other machines may not have this machine's font.
   */
  private static String portable(String svg) {
    return svg.replaceFirst("<svg ", "<svg style=\"font-size:12px\" ")
        .replaceAll("font-family:(&quot;[^&]*&quot;|[^;]*);", "font-family:$1,Verdana,sans-serif;");
  }

  private static void writePng(Figure figure, Path file) throws IOException {
    BufferedImage image =
        new BufferedImage(
            figure.width() * SCALE, figure.height() * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.scale(SCALE, SCALE);
    drawOnWhite(figure, graphics);
    graphics.dispose();
    if (ImageIO.write(image, "png", file.toFile()) == false) {
      throw new IOException("this JVM can't write PNG");
    }
  }

  private static void drawOnWhite(Figure figure, Graphics2D graphics) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, figure.width(), figure.height());
    figure.draw(graphics);
  }
}
