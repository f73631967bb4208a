// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * Asks about the terminals that standard streams may be. Java itself can't tell, as {@code
 * System.console()} looks at several streams at once. So a shell is asked, which takes some
 * milliseconds.
 */
public final class Terminals {

  /** Where a terminal does not say. */
  private static final int DEFAULT_WIDTH = 80;

  private Terminals() {}

  /**
   * Whether a standard stream of this process is a terminal.
   *
   * @param stream 0 for standard input, 1 for output, 2 for error
   * @return false also where there is no shell to ask, as on Windows
   */
  public static boolean isTerminal(int stream) {
    try {
      return new ProcessBuilder("sh", "-c", "test -t " + stream).inheritIO().start().waitFor() == 0;
    } catch (
        @SuppressWarnings("unused")
        IOException e) {
      return false;
    } catch (
        @SuppressWarnings("unused")
        InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * How many characters a line of standard error has. Call only if it is a terminal.
   *
   * @return at least 1
   */
  static int width() {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", "stty size <&2 2>/dev/null")
              .redirectError(Redirect.INHERIT)
              .start();
      String[] rowsAndColumns =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ");
      int width = rowsAndColumns.length == 2 ? Integer.parseInt(rowsAndColumns[1]) : 0;
      return width > 0 ? width : DEFAULT_WIDTH;
    } catch (@SuppressWarnings("unused") IOException | NumberFormatException e) {
      return DEFAULT_WIDTH;
    }
  }
}
