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
import org.omdb.graph.HeapGraph;
import org.omdb.graph.SortedLinks;

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
   */
  void write(FieldInfo field, HeapGraph graph, int vectorCount, int maxConn) throws IOException {
    long start = index.getFilePointer();
    int[][] lengths = graph == null ? new int[0][] : writeLinks(graph);
    meta.writeInt(field.number);
    meta.writeInt(field.getVectorEncoding().ordinal());
    meta.writeInt(SIMILARITY_FUNCTIONS.indexOf(field.getVectorSimilarityFunction()));
    meta.writeVLong(start);
    meta.writeVLong(index.getFilePointer() - start);
    meta.writeVInt(field.getVectorDimension());
    meta.writeInt(vectorCount);
    meta.writeVInt(maxConn);
    meta.writeVInt(lengths.length);
    if (graph != null) {
      writeNodes(graph);
      writeOffsets(lengths);
    }
  }

  /** Writes the links of all nodes, level by level; returns the length of each in bytes. */
  private int[][] writeLinks(HeapGraph graph) throws IOException {
    SortedLinks links = new SortedLinks(graph);
    int[][] lengths = new int[graph.levelCount()][];
    for (int level = 0; level < lengths.length; level++) {
      int[] nodes = level == 0 ? null : graph.nodes(level);
      lengths[level] = new int[level == 0 ? graph.size() : nodes.length];
      for (int i = 0; i < lengths[level].length; i++) {
        long before = index.getFilePointer();
        int count = links.read(level, level == 0 ? i : nodes[i]);
        toDeltas(links.nodes(), count);
        index.writeVInt(count);
        index.writeGroupVInts(links.nodes(), count);
        lengths[level][i] = Math.toIntExact(index.getFilePointer() - before);
      }
    }
    return lengths;
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

  private void writeOffsets(int[][] lengths) throws IOException {
    long count = 0;
    for (int[] ofLevel : lengths) {
      count += ofLevel.length;
    }
    long start = index.getFilePointer();
    meta.writeLong(start);
    meta.writeVInt(OFFSET_BLOCK_SHIFT);
    DirectMonotonicWriter offsets =
        DirectMonotonicWriter.getInstance(meta, index, count, OFFSET_BLOCK_SHIFT);
    long offset = 0;
    for (int[] ofLevel : lengths) {
      for (int length : ofLevel) {
        offsets.add(offset);
        offset += length;
      }
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
