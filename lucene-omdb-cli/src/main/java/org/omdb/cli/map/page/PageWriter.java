// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.page;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * Writes one HTML page with all that belongs to it: style, script and data. A browser that shows it
 * loads nothing else, which the page's content security policy also forbids.
 *
 * <p>The page is made of the resources {@code map.html}, {@code map.css} and the scripts beside
 * this class. Data goes into parts: each is an element with the Base64 text of compressed bytes. So
 * no data can be taken for markup, whatever is in it.
 *
 * <p>For one thread.
 */
public final class PageWriter {

  /** In this order. All are one script in the page. */
  private static final String[] SCRIPTS = {"data.js", "view.js", "panel.js", "main.js"};

  private static final String PARTS = "{{parts}}";
  private static final String TITLE = "{{title}}";

  private final OutputStream out;
  private final String end;

  /**
   * Begins a page.
   *
   * @param out stays the caller's to close
   * @param title of the page, any text
   * @throws IOException if writing fails
   */
  public PageWriter(OutputStream out, String title) throws IOException {
    this.out = out;
    StringBuilder script = new StringBuilder();
    for (String name : SCRIPTS) {
      script.append(resource(name));
    }
    String style = resource("map.css");
    String page =
        resource("map.html")
            .replace("{{style.hash}}", hash(style))
            .replace("{{script.hash}}", hash(script.toString()));
    int parts = page.indexOf(PARTS);
    write(page.substring(0, parts).replace("{{style}}", style).replace(TITLE, escaped(title)));
    end = page.substring(parts + PARTS.length()).replace("{{script}}", script);
  }

  /**
   * Begins a part, which lasts until its stream is closed.
   *
   * @param id of the element, in plain letters
   * @return where to write its bytes
   * @throws IOException if writing fails
   */
  public OutputStream part(String id) throws IOException {
    write("<script type=\"application/octet-stream\" id=\"" + id + "\">");
    return new GZIPOutputStream(Base64.getEncoder().wrap(new Element()), 1 << 16);
  }

  /** Ends the element instead of the page. */
  private final class Element extends FilterOutputStream {

    Element() {
      super(PageWriter.this.out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length); // not byte by byte
    }

    @Override
    public void close() throws IOException {
      PageWriter.this.write("</script>\n");
    }
  }

  /**
   * Writes the rest of the page.
   *
   * @throws IOException if writing fails
   */
  public void end() throws IOException {
    write(end);
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(
            c -> {
              switch (c) {
                case '<', '>', '&', '"', '\'' -> escaped.append("&#").append(c).append(';');
                default -> escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  /** As a content security policy names a text. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("each Java has SHA-256", e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PageWriter.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
