// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.page;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestPageWriter extends LuceneTestCase {

  private static String page(String title, byte[]... parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PageWriter page = new PageWriter(out, title);
    for (int i = 0; i < parts.length; i++) {
      try (OutputStream part = page.part("p" + i)) {
        part.write(parts[i]);
      }
    }
    page.end();
    return out.toString(StandardCharsets.UTF_8);
  }

  public void testPartsHaveTheirBytes() throws IOException {
    byte[][] parts = new byte[3][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new byte[random().nextInt(10_000)];
      random().nextBytes(parts[i]);
    }
    String html = page("a", parts);
    for (int i = 0; i < parts.length; i++) {
      Matcher part = Pattern.compile("id=\"p" + i + "\">([^<]*)</script>").matcher(html);
      assertTrue(part.find());
      byte[] compressed = Base64.getDecoder().decode(part.group(1));
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
        assertArrayEquals(parts[i], in.readAllBytes());
      }
    }
  }

  public void testTitleIsNoMarkupAndNoPlaceholder() throws IOException {
    String placeholders = "{{script}} {{title}} {{parts}} {{style}} 🦆";
    String html = page("</title><script>&'\"" + placeholders + "\n");
    String escaped = "&#60;/title&#62;&#60;script&#62;&#38;&#39;&#34;" + placeholders + " ";
    assertTrue(html.contains("<title>" + escaped + "</title>"));
    assertTrue(html.contains("<h1>" + escaped + "</h1>"));
  }

  public void testPolicyAllowsTheStyleAndTheScriptOfThePageAlone() throws Exception {
    String html = page("a");
    for (String element : new String[] {"style", "script"}) {
      Matcher content =
          Pattern.compile("(?s)<" + element + "(?: type=\"module\")?>(.*?)</" + element + ">")
              .matcher(html);
      assertTrue(content.find());
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(content.group(1).getBytes(StandardCharsets.UTF_8));
      assertTrue(
          html.contains(
              element + "-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "';"));
    }
    assertTrue(html.contains("default-src 'none'"));
  }
}
