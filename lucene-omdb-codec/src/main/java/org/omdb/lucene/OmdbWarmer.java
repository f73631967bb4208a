// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.AlreadyClosedException;
import org.omdb.lucene.format.OmdbHnswVectorsReader;

/**
 * Reads the codes and links of OMDB vector fields, so that they are in the page cache before the
 * first search. It is for indexes with more vectors than memory: a search reads hundreds of codes
 * and links, and only some 20 of the vectors themselves, which are not read here. {@link
 * SearchMemory} says how many bytes that is. Vectors in other formats are left alone.
 *
 * <p>As part of a writer it warms each merged segment before readers of the writer see it:
 *
 * <pre class="prettyprint">
 * iwc.setMergedSegmentWarmer(new OmdbWarmer());
 * </pre>
 *
 * <p>For an index as it is, call {@link #load}. To have it done whenever a segment is opened, see
 * {@link OmdbCodec.Builder#loadOnOpen}.
 *
 * <p>The operating system keeps what was read as long as it has memory for it. Nothing is locked
 * there, and nothing is kept on the heap.
 *
 * <p>Interrupting the thread does to it what it does to any read in Lucene: with {@code
 * MMapDirectory} it goes on and the thread stays interrupted, with {@code NIOFSDirectory} the file
 * is closed and an exception thrown. It is not stopped on purpose, because an exception in a warmer
 * ends the merge and closes the writer. To stop it, close the reader.
 *
 * <p>Stateless, safe for any number of threads.
 */
public final class OmdbWarmer implements IndexWriter.IndexReaderWarmer {

  /** Makes a warmer for {@code IndexWriterConfig.setMergedSegmentWarmer}. */
  public OmdbWarmer() {}

  /**
   * Reads the codes and links of a segment.
   *
   * @param reader of the segment; it may be a wrapper that does not change document numbers
   * @throws AlreadyClosedException if the reader is closed meanwhile
   * @throws IOException if reading fails
   */
  @Override
  public void warm(LeafReader reader) throws IOException {
    load(reader);
  }

  /**
   * Reads the codes and links of all segments, one after the other.
   *
   * @param reader an index or a segment
   * @return the number of bytes read: {@link SearchMemory#hot} of all fields, and a few bytes per
   *     vector that say where its links are in Lucene's file
   * @throws AlreadyClosedException if the reader is closed meanwhile
   * @throws IOException if reading fails
   */
  public static long load(IndexReader reader) throws IOException {
    long bytes = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      for (OmdbHnswVectorsReader vectors : vectors(leaf.reader())) {
        bytes += vectors.load(() -> ensureOpen(reader));
      }
    }
    return bytes;
  }

  private static void ensureOpen(IndexReader reader) {
    if (reader.getRefCount() <= 0) {
      throw new AlreadyClosedException("this IndexReader is closed");
    }
  }

  /** The readers of a segment's files: one for all fields that were written with one format. */
  private static Set<OmdbHnswVectorsReader> vectors(LeafReader leaf) {
    Set<OmdbHnswVectorsReader> readers = Collections.newSetFromMap(new IdentityHashMap<>());
    if (FilterLeafReader.unwrap(leaf) instanceof CodecReader segment) {
      for (FieldInfo field : segment.getFieldInfos()) {
        if (field.hasVectorValues()
            && vectors(segment, field.name) instanceof OmdbHnswVectorsReader reader) {
          readers.add(reader);
        }
      }
    }
    return readers;
  }

  /** What reads a vector field, of any format; null if the segment has no such vectors. */
  static KnnVectorsReader vectors(CodecReader segment, String field) {
    KnnVectorsReader reader = segment.getVectorReader();
    return reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField
        ? perField.getFieldReader(field)
        : reader;
  }
}
