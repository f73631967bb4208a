// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.omdb.graph.Adjacency;

/**
 * One field's record in the {@code omdw} file; the layout is in {@link OmdbHnswVectorsFormat}.
 *
 * @param count number of vectors
 * @param maxConn M of the graph
 * @param beamWidth efConstruction of the graph
 * @param adjacencyOffset where its level 0 starts in the {@code omda} file
 * @param adjacencyLength its length in bytes
 * @param codes where the codes are; null if there are none
 */
record SearchFieldMeta(
    int count,
    int maxConn,
    int beamWidth,
    long adjacencyOffset,
    long adjacencyLength,
    FieldCodes codes) {

  void write(IndexOutput meta, FieldInfo field) throws IOException {
    meta.writeInt(field.number);
    meta.writeVInt(count);
    meta.writeVInt(maxConn);
    meta.writeVInt(beamWidth);
    meta.writeVLong(adjacencyOffset);
    meta.writeVLong(adjacencyLength);
    meta.writeByte((byte) (codes == null ? 0 : 1));
    if (codes != null) {
      codes.writeMeta(meta);
    }
  }

  /** Reads the record of a field, its number read already. */
  static SearchFieldMeta read(IndexInput meta, FieldInfo field) throws IOException {
    int count = meta.readVInt();
    int maxConn = meta.readVInt();
    int beamWidth = meta.readVInt();
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
    return new SearchFieldMeta(count, maxConn, beamWidth, adjacencyOffset, adjacencyLength, codes);
  }

  Adjacency openAdjacency(IndexInput adjacency) throws IOException {
    return new Adjacency(
        adjacency.slice("adjacency", adjacencyOffset, adjacencyLength), count, 2 * maxConn);
  }
}
