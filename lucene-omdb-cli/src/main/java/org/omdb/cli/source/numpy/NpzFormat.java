// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.StandardOpenOption;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/**
 * {@code numpy.savez}: a zip archive of arrays. One of two dimensions has the vectors; others of
 * one dimension may have the ids and what is to be stored.
 */
public final class NpzFormat implements SourceFormat {

  private static final int NAME_LENGTH_AT = 26;
  private static final int NAME_AT = 30;

  @Override
  public String name() {
    return "npz";
  }

  @Override
  public String description() {
    return "NumPy arrays in an archive, of vectors and of ids";
  }

  /** Whether it is a zip archive that begins with an array. */
  @Override
  public boolean recognizes(FileHead head) {
    return head.startsWith("PK\3\4")
        && head.bytes().length > NAME_AT
        && firstName(head.bytes()).endsWith(".npy");
  }

  private static String firstName(byte[] head) {
    int length = (head[NAME_LENGTH_AT] & 0xff) | (head[NAME_LENGTH_AT + 1] & 0xff) << 8;
    return new String(head, NAME_AT, Math.min(length, head.length - NAME_AT), ISO_8859_1);
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    return open(file, FileChannel.open(file.path(name()), StandardOpenOption.READ), columns);
  }

  /**
   * Opens an archive.
   *
   * @param file for messages
   * @param channel all its bytes, which are closed with the source, or if this fails
   */
  static VectorSource open(SourceFile file, SeekableByteChannel channel, Columns columns)
      throws IOException, CommandFailure {
    try {
      return NpzSource.open(new NpzArchive(file, channel), columns, channel.size());
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, channel);
      throw t;
    }
  }
}
