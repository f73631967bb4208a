// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.io.IOException;

/** A file can't be read, whatever is in it. Tells this from what libraries throw at bad content. */
public final class DiskException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Takes over the message.
   *
   * @param cause what the file system threw
   */
  public DiskException(IOException cause) {
    super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
  }
}
