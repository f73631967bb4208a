// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.spi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.OfflineSorter;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.index.VectorField;

/**
 * Where vectors are, in the order of the bytes of their ids. Sorts in temporary files, so that
 * memory is bounded. For one thread.
 */
final class SortedPlaces implements Closeable {

  private static final int PLACE_BYTES = 2 * Integer.BYTES;

  /** Lucene's sorter takes no longer ones: what is behind this does not count for the order. */
  private static final int MAX_ID_BYTES = Short.MAX_VALUE - PLACE_BYTES;

  /** An entry is an id and, behind it, a place. */
  private static final Comparator<BytesRef> BY_ID =
      (a, b) -> Arrays.compareUnsigned(a.bytes, a.offset, idEnd(a), b.bytes, b.offset, idEnd(b));

  private final Path folder;
  private final Directory directory;
  private final IndexOutput out;
  private final OfflineSorter.ByteSequencesWriter writer;
  private String sorted;

  SortedPlaces() throws IOException {
    folder = Files.createTempDirectory("omdb-export");
    directory = FSDirectory.open(folder);
    out = directory.createTempOutput("ids", "unsorted", IOContext.DEFAULT);
    writer = new OfflineSorter.ByteSequencesWriter(out);
  }

  private static int idEnd(BytesRef entry) {
    return entry.offset + entry.length - PLACE_BYTES;
  }

  /** Adds a vector. */
  void add(BytesRef id, VectorField.Place place) throws IOException {
    int idBytes = Math.min(id.length, MAX_ID_BYTES);
    ByteBuffer entry = ByteBuffer.allocate(idBytes + PLACE_BYTES);
    entry.put(id.bytes, id.offset, idBytes).putInt(place.leaf()).putInt(place.ordinal());
    writer.write(entry.array());
  }

  /** Sorts. Called once, when all vectors are added. */
  void sort() throws IOException {
    CodecUtil.writeFooter(out);
    writer.close();
    sorted = new OfflineSorter(directory, "ids", BY_ID).sort(out.getName());
  }

  /** Goes through all places, in order. */
  void forEach(ExportRows.PlaceConsumer consumer) throws IOException, CommandFailure {
    try (OfflineSorter.ByteSequencesReader reader =
        new OfflineSorter.ByteSequencesReader(directory.openChecksumInput(sorted), sorted)) {
      for (BytesRef entry = reader.next(); entry != null; entry = reader.next()) {
        ByteBuffer place = ByteBuffer.wrap(entry.bytes, idEnd(entry), PLACE_BYTES);
        consumer.accept(new VectorField.Place(place.getInt(), place.getInt()));
      }
    }
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
