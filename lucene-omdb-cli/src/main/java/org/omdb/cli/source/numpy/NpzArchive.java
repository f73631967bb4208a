// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.io.input.ChecksumInputStream;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;

/** The arrays in an archive, by their names. For one thread. */
final class NpzArchive implements Closeable {

  private static final String SUFFIX = ".npy";

  private final SourceFile file;
  private final ZipFile zip;
  private final Map<String, ZipArchiveEntry> arrays = new LinkedHashMap<>();

  /**
   * @param file for messages
   * @param channel all its bytes, which are closed with the archive
   */
  NpzArchive(SourceFile file, SeekableByteChannel channel) throws CommandFailure {
    this.file = file;
    try {
      zip = ZipFile.builder().setSeekableByteChannel(channel).get();
    } catch (IOException | RuntimeException e) { // the library throws both at damaged archives
      throw damaged(e);
    }
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      String name = entry.getName();
      if (name.endsWith(SUFFIX)) {
        arrays.putIfAbsent(name.substring(0, name.length() - SUFFIX.length()), entry);
      }
    }
    if (arrays.isEmpty()) {
      throw BadInput.in(file, "a zip file without arrays", "files that end with " + SUFFIX);
    }
  }

  private CommandFailure damaged(Exception cause) {
    return CommandFailure.data(
        file + ": found a zip file that is damaged or cut off, expected a whole file", cause);
  }

  SourceFile file() {
    return file;
  }

  /** The names of all arrays, in their order. */
  Set<String> names() {
    return arrays.keySet();
  }

  /**
   * Opens an array from its start. Several may be open at once.
   *
   * @param name one of {@link #names}
   */
  SourceFile open(String name) throws CommandFailure {
    ZipArchiveEntry entry = arrays.get(name);
    checkMethod(entry);
    try {
      InputStream content = zip.getInputStream(entry);
      InputStream verified =
          ChecksumInputStream.builder()
              .setInputStream(content)
              .setChecksum(new CRC32())
              .setExpectedChecksumValue(entry.getCrc())
              .setCountThreshold(entry.getSize())
              .get();
      return file.entry(BadInput.quote(name + SUFFIX), verified, entry.getSize());
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
  }

  /** Other methods need libraries that are not there. NumPy writes none of them. */
  private void checkMethod(ZipArchiveEntry entry) throws CommandFailure {
    int method = entry.getMethod();
    if (method != ZipEntry.STORED && method != ZipEntry.DEFLATED) {
      throw BadInput.in(
          file,
          BadInput.quote(entry.getName()) + " compressed by method " + method + " of zip",
          "0 or 8, as numpy.savez and numpy.savez_compressed write");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
