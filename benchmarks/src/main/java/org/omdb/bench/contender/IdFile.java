// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.util.IOUtils;

/**
 * A file of ids, and an array of them on the heap, for contenders that do not store ids themselves.
 */
final class IdFile {

  private static final String NAME = "ids";

  private IdFile() {}

  /** Returns the file's size. */
  static long write(Path folder, List<String> ids) throws IOException {
    Path file = folder.resolve(NAME);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(ids.size());
      for (String id : ids) {
        out.writeUTF(id);
      }
    }
    IOUtils.fsync(file, false);
    return Files.size(file);
  }

  static String[] read(Path folder) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(folder.resolve(NAME))))) {
      String[] ids = new String[in.readInt()];
      for (int row = 0; row < ids.length; row++) {
        ids[row] = in.readUTF();
      }
      return ids;
    }
  }
}
