// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.omdb.graph.Adjacency;

/**
 * One field's record in the {@code omdw} file; the layout is in {@link OmdbHnswVectorsFormat}.
 *
 * @param count number of vectors
 * @param maxConn M of the graph
 * @param beamWidth efConstruction of the graph; 0 if there is none, because a scan of the codes is
 *     as good
 * @param isDraft whether that is less than the format's, because the graph was built at a flush
 * @param adjacencyOffset where its level 0 starts in the {@code omda} file
 * @param adjacencyLength its length in bytes
 * @param codes where the codes are; null if there are none
 * @param scanWidth how many vectors a scan of binary codes has to find for {@value ScanWidth#HITS}
 *     hits; 0 if there are not such codes of all vectors
 */
record SearchFieldMeta(
    int count,
    int maxConn,
    int beamWidth,
    boolean isDraft,
    long adjacencyOffset,
    long adjacencyLength,
    FieldCodes codes,
    int scanWidth) {

  /** Without one there are binary codes of all vectors. */
  boolean hasGraph() {
    return beamWidth > 0;
  }

  /** Whether a scan of binary codes is better than the graph, or as good as a draft of one. */
  boolean isScanGood() {
    return codes != null
        && (isDraft
            ? ScanWidth.isAsGoodAsDraft(scanWidth, codes.dimension())
            : ScanWidth.isNarrow(scanWidth, codes.dimension()));
  }

  void write(IndexOutput meta, FieldInfo field) throws IOException {
    meta.writeInt(field.number);
    meta.writeVInt(count);
    meta.writeVInt(maxConn);
    meta.writeVInt(beamWidth);
    meta.writeByte((byte) (isDraft ? 1 : 0));
    meta.writeVLong(adjacencyOffset);
    meta.writeVLong(adjacencyLength);
    meta.writeByte((byte) (codes == null ? 0 : 1));
    if (codes != null) {
      codes.writeMeta(meta);
      meta.writeVInt(scanWidth);
    }
  }

  /** Reads the record of a field, its number read already. */
  static SearchFieldMeta read(IndexInput meta, FieldInfo field) throws IOException {
    int count = meta.readVInt();
    int maxConn = meta.readVInt();
    int beamWidth = meta.readVInt();
    boolean isDraft = meta.readByte() != 0;
    long adjacencyOffset = meta.readVLong();
    long adjacencyLength = meta.readVLong();
    if (count < 1
        || maxConn < 1
        || maxConn > Lucene99HnswVectorsFormat.MAXIMUM_MAX_CONN
        || adjacencyOffset < 0
        || adjacencyLength < 0) {
      throw new CorruptIndexException(
          "graph of field \""
              + field.name
              + "\" has "
              + count
              + " nodes with M "
              + maxConn
              + " at "
              + adjacencyOffset
              + ", "
              + adjacencyLength
              + " bytes long",
          meta);
    }
    FieldCodes codes = meta.readByte() == 0 ? null : FieldCodes.readMeta(meta, field, count);
    int scanWidth = codes == null ? 0 : meta.readVInt();
    boolean canScan = codes != null && codes.isBinaryOfAll();
    if (scanWidth < 0
        || (scanWidth > 0 && canScan == false)
        || (scanWidth == 0 && beamWidth == 0)) {
      throw new CorruptIndexException(
          "a scan of field \""
              + field.name
              + "\" is for "
              + scanWidth
              + " vectors, its graph's efConstruction is "
              + beamWidth,
          meta);
    }
    return new SearchFieldMeta(
        count, maxConn, beamWidth, isDraft, adjacencyOffset, adjacencyLength, codes, scanWidth);
  }

  /** Fails if what is described here is not that of the graph, or not in the files. */
  void check(HnswGraph graph, IndexInput adjacency, IndexInput codesFile)
      throws CorruptIndexException {
    if (graph.size() != (hasGraph() ? count : 0) || (hasGraph() && graph.maxConn() != maxConn)) {
      throw new CorruptIndexException(
          "graph has "
              + graph.size()
              + " nodes with M "
              + graph.maxConn()
              + ", its adjacency "
              + count
              + " with M "
              + maxConn,
          adjacency);
    }
    if (hasGraph() && adjacencyLength < Adjacency.minBytes(count, 2 * maxConn)) {
      throw new CorruptIndexException(
          "adjacency of " + count + " nodes has " + adjacencyLength + " bytes", adjacency);
    }
    checkIsIn(adjacency, adjacencyOffset, adjacencyLength);
    if (codes != null) {
      checkIsIn(codesFile, codes.offset(), codes.length());
      checkIsIn(codesFile, codes.binaryOffset(), codes.binaryLength());
    }
  }

  private static void checkIsIn(IndexInput file, long offset, long length)
      throws CorruptIndexException {
    if (offset > file.length() - length) {
      throw new CorruptIndexException(
          length + " bytes from " + offset + " are beyond the end at " + file.length(), file);
    }
  }

  /** Level 0 of the graph. */
  Adjacency openAdjacency(IndexInput adjacency) throws IOException {
    return new Adjacency(
        adjacency.slice("adjacency", adjacencyOffset, adjacencyLength), count, 2 * maxConn);
  }
}
