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

  /** PNG pixels per unit, for high-resolution screens. */
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
   * Adds two things that the SVG library leaves out. One is the font size, because the default of
   * browsers differs from Java's. The other is fallback fonts, because another machine may not have
   * the font of this one.
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
