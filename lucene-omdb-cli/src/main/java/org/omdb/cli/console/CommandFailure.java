// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.nio.file.Path;

/** Says, in a message for the user, why a command can't do its job. */
public final class CommandFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  private CommandFailure(int exitStatus, String message, Throwable cause) {
    super(message, cause);
    this.exitStatus = exitStatus;
  }

  /**
   * The command line is wrong: exit status {@link ExitStatus#USAGE}.
   *
   * @param message one line
   * @return the exception to throw
   */
  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitStatus.USAGE, message, null);
  }

  /**
   * The data is wrong or damaged: exit status {@link ExitStatus#FAILED}.
   *
   * @param message one line
   * @return the exception to throw
   */
  public static CommandFailure data(String message) {
    return new CommandFailure(ExitStatus.FAILED, message, null);
  }

  /**
   * The data is wrong or damaged, or can't be read or written: exit status {@link
   * ExitStatus#FAILED}.
   *
   * @param message one line
   * @param cause shown with {@code --debug}
   * @return the exception to throw
   */
  public static CommandFailure data(String message, Throwable cause) {
    return new CommandFailure(ExitStatus.FAILED, message, cause);
  }

  /**
   * This failure, with a path in front of its message.
   *
   * @param path the file or folder that it is about
   * @return the exception to throw
   */
  public CommandFailure in(Path path) {
    return new CommandFailure(exitStatus, path + ": " + getMessage(), this);
  }

  /**
   * What the command ends with.
   *
   * @return one of {@link ExitStatus}
   */
  public int exitStatus() {
    return exitStatus;
  }
}
