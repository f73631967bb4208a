// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.OfflineSorter;

/**
 * Finds ids that several vectors have. Sorts all ids in temporary files, so that memory is bounded.
 * For one thread.
 */
final class DuplicateIds implements Closeable {

  private final Path folder;
  private final Directory directory;
  private final IndexOutput out;
  private final OfflineSorter.ByteSequencesWriter writer;
  private long count;
  private String example;

  DuplicateIds() throws IOException {
    folder = Files.createTempDirectory("omdb-upgrade");
    directory = FSDirectory.open(folder);
    out = directory.createTempOutput("ids", "unsorted", IOContext.DEFAULT);
    writer = new OfflineSorter.ByteSequencesWriter(out);
  }

  /** Adds an id, which must be one that an id table can hold. */
  void add(BytesRef id) throws IOException {
    writer.write(id);
  }

  /** Finds the duplicates. Called once, when all ids are added. */
  void sort() throws IOException {
    CodecUtil.writeFooter(out);
    writer.close();
    String sorted = new OfflineSorter(directory, "ids").sort(out.getName());
    try (OfflineSorter.ByteSequencesReader reader =
        new OfflineSorter.ByteSequencesReader(directory.openChecksumInput(sorted), sorted)) {
      BytesRefBuilder last = new BytesRefBuilder();
      boolean isFirst = true;
      for (BytesRef id = reader.next(); id != null; id = reader.next()) {
        if (isFirst == false && last.get().bytesEquals(id)) {
          count++;
          example = example == null ? id.utf8ToString() : example;
        }
        last.copyBytes(id);
        isFirst = false;
      }
    }
  }

  /** Number of duplicates: N vectors with the same id count as N - 1. */
  long count() {
    return count;
  }

  /** An id that several vectors have; null if there is none. */
  String example() {
    return example;
  }

  @Override
  public void close() throws IOException {
    try {
      IOUtils.close(out, directory);
    } finally {
      IOUtils.rm(folder);
    }
  }
}
