// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.omdb.cli.console.ExitStatus;

/** Sessions at a terminal, which here is one of JLine's own, without a screen. */
public class TestConversation extends ShellTestCase {

  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  /** What the screen shows, without its control sequences. */
  private String screen;

  private void type(String keys, Path history) throws IOException {
    type(
        new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
        new ByteArrayOutputStream(),
        history);
  }

  private void type(InputStream in, ByteArrayOutputStream bytes, Path history) throws IOException {
    try (Terminal terminal =
        new ExternalTerminal("test", "ansi", in, bytes, StandardCharsets.UTF_8)) {
      terminal.setSize(new Size(200, 50));
      assertEquals(ExitStatus.DONE, new Conversation(session()).run(terminal, history));
    }
    screen = bytes.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "");
  }

  private void assertScreen(String expected) {
    assertTrue(expected + "\nis not on\n" + screen, screen.contains(expected));
  }

  public void testCommandsAreRunAndTimed() throws IOException {
    importIds("v", "apple", "pear");
    type("get apple\rsearch --id apple\r" + CTRL_D, null);
    assertScreen("idx> ");
    assertScreen("apple  [1.0, 0.0]");
    assertScreen("    1  0.500000  pear");
    assertTrue(screen, screen.matches("(?s).*\\(\\d+ ms\\).*\\(\\d+ ms\\).*"));
    assertEquals("", err.toString());
  }

  public void testTabCompletes() throws IOException {
    importIds("v", "apple", "a pear");
    type("get ap\t\rsea\t--id a\\ \t\r" + CTRL_D, null);
    assertScreen("apple  [1.0, 0.0]");
    assertScreen("    1  0.500000  apple");
    assertEquals("", err.toString());
  }

  public void testErrorsDontEndASession() throws IOException {
    importIds("v", "apple");
    type("get nobody\rserch\r\r# nothing\rget apple\r" + CTRL_D, null);
    assertScreen("apple  [1.0, 0.0]");
    assertTrue(err.toString(), err.toString().contains("has no id \"nobody\""));
    assertTrue(err.toString(), err.toString().contains("did you mean search?"));
  }

  public void testOpenQuotesGoOnInTheNextLine() throws IOException {
    importIds("v", "apple");
    type("get 'app\rle'\rget 'apple'\r" + CTRL_D, null);
    assertTrue(err.toString(), err.toString().contains("has no id \"app le\""));
    assertScreen("apple  [1.0, 0.0]");
  }

  public void testWordsThatEndASession() throws IOException {
    for (String end : List.of("exit\rget nobody\r", "quit\rget nobody\r", CTRL_D)) {
      type(end, null);
      assertEquals("", err.toString());
    }
  }

  /** Gives the next keys when the screen shows something that it did not show before. */
  private static final class Typist extends InputStream {

    private static final long PATIENCE_NANOS = 300_000_000_000L;

    private final ByteArrayOutputStream screen;
    private final Deque<String> seenAndTyped;
    private final Deque<Character> keys = new ArrayDeque<>();
    private int seenUpTo;

    Typist(ByteArrayOutputStream screen, String... seenAndTyped) {
      this.screen = screen;
      this.seenAndTyped = new ArrayDeque<>(List.of(seenAndTyped));
    }

    @Override
    public int read() throws IOException {
      if (keys.isEmpty()) {
        if (seenAndTyped.isEmpty() || waitFor(seenAndTyped.remove()) == false) {
          return -1;
        }
        seenAndTyped.remove().chars().forEach(c -> keys.add((char) c));
      }
      return keys.remove();
    }

    private boolean waitFor(String seen) throws IOException {
      long start = System.nanoTime();
      while (System.nanoTime() - start < PATIENCE_NANOS) {
        String shown = screen.toString(StandardCharsets.UTF_8);
        int at = shown.indexOf(seen, seenUpTo);
        if (at >= 0) {
          seenUpTo = at + seen.length();
          return true;
        }
        try {
          Thread.sleep(5);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      return false;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int c = read();
      if (c < 0) {
        return -1;
      }
      to[offset] = (byte) c;
      return 1;
    }
  }

  public void testCtrlCDropsALine() throws IOException {
    importIds("v", "apple");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Typist typist =
        new Typist(
            bytes,
            "idx> ",
            "get nobody",
            "y",
            CTRL_C,
            "idx> ",
            "get apple\r",
            "[1.0, 0.0]",
            CTRL_D);
    type(typist, bytes, null);
    assertEquals("", err.toString());
  }

  public void testIdsDoNothingToTheTerminal() throws IOException {
    importIds("v", "\\u001b]0;x\\u0007", "apple");
    type("search --id apple\r" + CTRL_D, null);
    assertScreen("  0.500000  \\u001b]0;x\\u0007");
  }

  public void testHistoryIsKept() throws IOException {
    importIds("v", "apple");
    Path history = folder.resolve("history");
    type("get apple\r get secret\r" + CTRL_D, history);
    String kept = Files.readString(history);
    assertTrue(kept, kept.contains("get apple"));
    assertFalse(kept, kept.contains("secret"));
    type("\u001b[A\r" + CTRL_D, history); // cursor up
    assertScreen("apple  [1.0, 0.0]");
  }
}
