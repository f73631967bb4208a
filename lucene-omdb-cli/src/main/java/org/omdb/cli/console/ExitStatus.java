// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

/** What the command tells the shell when it ends. */
public final class ExitStatus {

  /** All went well. */
  public static final int DONE = 0;

  /** The data is damaged, a check failed, or reading or writing failed. */
  public static final int FAILED = 1;

  /** The command line was wrong. */
  public static final int USAGE = 2;

  /** The user interrupted the command, by Ctrl-C: 128 + 2, as of the signal {@code SIGINT}. */
  public static final int INTERRUPTED = 130;

  /**
   * The program that read standard output ended before it had all, as {@code head} does: what a
   * shell reports of a program that the signal {@code SIGPIPE} ended, 128 + 13.
   */
  public static final int READER_LEFT = 141;

  private ExitStatus() {}
}
