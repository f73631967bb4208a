// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli;

import java.nio.file.Path;

/** Why a command can't do what it was asked to, in words for the person who asked. */
public final class CommandFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  private CommandFailure(int exitStatus, String message, Throwable cause) {
    super(message, cause);
    this.exitStatus = exitStatus;
  }

  /**
   * The command was called in a way that can't work: exit status {@link Omdb#USAGE}.
   *
   * @param message one line
   * @return to be thrown
   */
  public static CommandFailure usage(String message) {
    return new CommandFailure(Omdb.USAGE, message, null);
  }

  /**
   * The data isn't what it should be: exit status {@link Omdb#FAILED}.
   *
   * @param message one line
   * @return to be thrown
   */
  public static CommandFailure data(String message) {
    return new CommandFailure(Omdb.FAILED, message, null);
  }

  /**
   * The data isn't what it should be, or can't be read or written: exit status {@link Omdb#FAILED}.
   *
   * @param message one line
   * @param cause shown with {@code --debug}
   * @return to be thrown
   */
  public static CommandFailure data(String message, Throwable cause) {
    return new CommandFailure(Omdb.FAILED, message, cause);
  }

  /**
   * The same, of a file or folder.
   *
   * @param path what it is about
   * @return to be thrown
   */
  public CommandFailure in(Path path) {
    return new CommandFailure(exitStatus, path + ": " + getMessage(), this);
  }

  int exitStatus() {
    return exitStatus;
  }
}
