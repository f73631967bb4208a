// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.jmh;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.data.Sets;
import org.omdb.bench.data.VectorSet;

/** An index of one segment with a synthetic set. Closing it deletes its folder. */
final class TemporaryIndex implements Closeable {

  /** The field of the vectors. */
  static final String FIELD = "vector";

  private final Path folder;
  private final VectorSet set;
  private final Directory directory;
  private final DirectoryReader reader;

  private TemporaryIndex(int rows, int dimension, Codec codec, Documents documents)
      throws IOException {
    folder = Files.createTempDirectory("omdb-jmh-");
    set = new Sets(folder, folder).load(Sets.SYNTHETIC + rows + "x" + dimension);
    directory = new MMapDirectory(folder.resolve("index"));
    IndexWriterConfig config = new IndexWriterConfig().setCodec(codec).setUseCompoundFile(false);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int row = 0; row < rows; row++) {
        writer.addDocument(documents.document(set, row));
      }
      writer.forceMerge(1);
    }
    reader = DirectoryReader.open(directory);
  }

  /** Makes the document of a row, with its vector in {@link #FIELD}. */
  interface Documents {
    Document document(VectorSet set, int row);
  }

  static TemporaryIndex build(int rows, int dimension, Codec codec, Documents documents)
      throws IOException {
    return new TemporaryIndex(rows, dimension, codec, documents);
  }

  VectorSet set() {
    return set;
  }

  DirectoryReader reader() {
    return reader;
  }

  LeafReader leaf() {
    return reader.leaves().getFirst().reader();
  }

  /**
   * Random rows, so that no benchmark reads memory sequentially. Their number is a power of two,
   * and they are the same ones each time.
   */
  int[] randomRows() {
    return new SplittableRandom(7).ints(1 << 14, 0, set.size()).toArray();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory);
    IOUtils.rm(folder);
  }
}
