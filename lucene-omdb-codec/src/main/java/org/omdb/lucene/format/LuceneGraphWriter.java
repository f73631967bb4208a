// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import static org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader.SIMILARITY_FUNCTIONS;

import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.packed.DirectMonotonicWriter;
import org.apache.lucene.util.packed.PackedInts;
import org.apache.lucene.util.packed.PackedLongValues;
import org.omdb.graph.build.HeapGraph;
import org.omdb.graph.build.SortedLinks;
import org.omdb.work.Progress;

/**
 * Writes graphs into {@code vem} and {@code vex} files, byte for byte as {@link
 * Lucene99HnswVectorsFormat} describes them and {@link
 * org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader} reads them. Lucene's own writer
 * can't be used, because it always builds the graph itself.
 */
final class LuceneGraphWriter implements Closeable {

  // Not public in Lucene.
  static final String META_EXTENSION = "vem";
  private static final String META_CODEC_NAME = "Lucene99HnswVectorsFormatMeta";
  static final String INDEX_EXTENSION = "vex";
  private static final String INDEX_CODEC_NAME = "Lucene99HnswVectorsFormatIndex";

  private static final int VERSION = Lucene99HnswVectorsFormat.VERSION_GROUPVARINT;
  private static final int OFFSET_BLOCK_SHIFT = 16;

  private static final String STAGE = "graph file";

  /** Nodes that are written between two calls of {@link Progress#done}. */
  private static final int PROGRESS_BATCH = 1 << 12;

  private IndexOutput meta;
  private IndexOutput index;

  LuceneGraphWriter(SegmentWriteState state) throws IOException {
    try {
      meta = SegmentFiles.create(state, META_EXTENSION, META_CODEC_NAME, VERSION);
      index = SegmentFiles.create(state, INDEX_EXTENSION, INDEX_CODEC_NAME, VERSION);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, this);
      throw t;
    }
  }

  /**
   * Writes the graph of a field.
   *
   * @param field whose vectors the nodes are
   * @param graph with a node per vector; null for none
   * @param vectorCount number of vectors
   * @param maxConn M
   * @param progress is told of the stage "graph file"
   */
  void write(FieldInfo field, HeapGraph graph, int vectorCount, int maxConn, Progress progress)
      throws IOException {
    long start = index.getFilePointer();
    PackedLongValues lengths = graph == null ? null : writeLinks(graph, progress);
    meta.writeInt(field.number);
    meta.writeInt(field.getVectorEncoding().ordinal());
    meta.writeInt(SIMILARITY_FUNCTIONS.indexOf(field.getVectorSimilarityFunction()));
    meta.writeVLong(start);
    meta.writeVLong(index.getFilePointer() - start);
    meta.writeVInt(field.getVectorDimension());
    meta.writeInt(vectorCount);
    meta.writeVInt(maxConn);
    meta.writeVInt(graph == null ? 0 : graph.levelCount());
    if (graph != null) {
      writeNodes(graph);
      writeOffsets(lengths, graph.size(), progress);
    }
  }

  /** Writes the links of all nodes, level by level; returns the length of each in bytes. */
  private PackedLongValues writeLinks(HeapGraph graph, Progress progress) throws IOException {
    SortedLinks links = new SortedLinks(graph);
    PackedLongValues.Builder lengths = PackedLongValues.packedBuilder(PackedInts.COMPACT);
    for (int level = 0; level < graph.levelCount(); level++) {
      int[] nodes = level == 0 ? null : graph.nodes(level);
      int size = level == 0 ? graph.size() : nodes.length;
      for (int i = 0; i < size; i++) {
        if (i % PROGRESS_BATCH == 0) {
          progress.done(STAGE, i, size);
        }
        long before = index.getFilePointer();
        int count = links.read(level, level == 0 ? i : nodes[i]);
        toDeltas(links.nodes(), count);
        index.writeVInt(count);
        index.writeGroupVInts(links.nodes(), count);
        lengths.add(index.getFilePointer() - before);
      }
    }
    return lengths.build();
  }

  private void writeNodes(HeapGraph graph) throws IOException {
    for (int level = 1; level < graph.levelCount(); level++) {
      int[] nodes = graph.nodes(level);
      toDeltas(nodes, nodes.length);
      meta.writeVInt(nodes.length);
      for (int delta : nodes) {
        meta.writeVInt(delta);
      }
    }
  }

  private void writeOffsets(PackedLongValues lengths, int nodes, Progress progress)
      throws IOException {
    long count = lengths.size();
    long start = index.getFilePointer();
    meta.writeLong(start);
    meta.writeVInt(OFFSET_BLOCK_SHIFT);
    DirectMonotonicWriter offsets =
        DirectMonotonicWriter.getInstance(meta, index, count, OFFSET_BLOCK_SHIFT);
    long offset = 0;
    PackedLongValues.Iterator next = lengths.iterator();
    for (long i = 0; i < count; i++) {
      if (i % PROGRESS_BATCH == 0) {
        progress.done(STAGE, nodes, nodes); // all but this table is written
      }
      offsets.add(offset);
      offset += next.next();
    }
    offsets.finish();
    meta.writeLong(index.getFilePointer() - start);
  }

  private static void toDeltas(int[] increasing, int count) {
    for (int i = count - 1; i > 0; i--) {
      increasing[i] -= increasing[i - 1];
    }
  }

  /** Ends the files. */
  void finish() throws IOException {
    meta.writeInt(-1); // no more fields
    CodecUtil.writeFooter(meta);
    CodecUtil.writeFooter(index);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(meta, index);
  }
}
