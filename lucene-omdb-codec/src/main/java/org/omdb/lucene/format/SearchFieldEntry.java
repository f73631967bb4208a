// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.omdb.code.CodeChoice;
import org.omdb.code.CodeQuality;
import org.omdb.code.FieldCodes;
import org.omdb.graph.Adjacency;
import org.omdb.lucene.search.SearchedField;

/**
 * The entry of one field in the {@code omdw} file; {@link OmdbHnswVectorsFormat} describes the
 * layout.
 *
 * @param count number of vectors
 * @param maxConn M of the graph
 * @param beamWidth efConstruction of the graph; 0 without a graph, where a scan of the codes is as
 *     good
 * @param isDraft whether {@code beamWidth} is less than the format's, because the graph was built
 *     at a flush
 * @param adjacencyOffset where level 0 of the graph starts in the {@code omda} file
 * @param adjacencyLength its length in bytes
 * @param choice what searches compare vectors by
 * @param quality of the codes as measured, also if searches do not use them
 * @param codes where the codes are; null if searches do not use them
 */
record SearchFieldEntry(
    int count,
    int maxConn,
    int beamWidth,
    boolean isDraft,
    long adjacencyOffset,
    long adjacencyLength,
    CodeChoice choice,
    CodeQuality quality,
    FieldCodes codes) {

  /** The candidates that codes of version 2 need on ordinary vectors. It was not measured then. */
  private static final int UNMEASURED_CANDIDATES = 12;

  /** If there is none, there are binary codes of all vectors to scan. */
  boolean hasGraph() {
    return beamWidth > 0;
  }

  /** What a search needs to know. */
  SearchedField searchedField(FieldInfo field) {
    return new SearchedField(
        field.name,
        count,
        field.getVectorDimension(),
        field.getVectorEncoding().byteSize,
        field.getVectorSimilarityFunction(),
        hasGraph(),
        isDraft,
        quality,
        codes);
  }

  /** What reports show. */
  FieldSearchFacts facts() {
    return new FieldSearchFacts(
        choice.description(),
        codes != null,
        isMeasured() ? quality.candidates() : 0,
        quality.binaryCandidates(),
        quality.alarms(),
        beamWidth,
        isDraft);
  }

  /** False of codes of version 2. */
  private boolean isMeasured() {
    return codes == null || codes.coder().isRotating();
  }

  void write(IndexOutput meta, FieldInfo field) throws IOException {
    meta.writeInt(field.number);
    meta.writeVInt(count);
    meta.writeVInt(maxConn);
    meta.writeVInt(beamWidth);
    meta.writeByte((byte) (isDraft ? 1 : 0));
    meta.writeVLong(adjacencyOffset);
    meta.writeVLong(adjacencyLength);
    meta.writeByte((byte) choice.ordinal());
    meta.writeVInt(quality.candidates());
    meta.writeVInt(quality.binaryCandidates());
    meta.writeByte((byte) quality.alarms());
    if (codes != null) {
      codes.writeMeta(meta);
    }
  }

  /** Reads the entry of a field, behind the field number. */
  static SearchFieldEntry read(IndexInput meta, FieldInfo field, int version) throws IOException {
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
    Codes read =
        version < OmdbHnswVectorsFormat.VERSION_MEASURED
            ? readUnmeasured(meta, field, count)
            : readMeasured(meta, field, count);
    checkScan(meta, field, beamWidth, read);
    return new SearchFieldEntry(
        count,
        maxConn,
        beamWidth,
        isDraft,
        adjacencyOffset,
        adjacencyLength,
        read.choice,
        read.quality,
        read.codes);
  }

  private record Codes(CodeChoice choice, CodeQuality quality, FieldCodes codes) {}

  /** Fails if a scan of a mere sample was measured, or if there is neither a graph nor a scan. */
  private static void checkScan(IndexInput meta, FieldInfo field, int beamWidth, Codes read)
      throws CorruptIndexException {
    boolean isMeasured = read.quality.binaryCandidates() > 0;
    boolean isOfAll = read.codes != null && read.codes.isBinaryOfAll();
    boolean isOfSample = read.codes != null && isOfAll == false;
    boolean hasGraph = beamWidth > 0;
    boolean canScan = isOfAll && isMeasured;
    if ((isOfSample && isMeasured) || (hasGraph == false && canScan == false)) {
      throw new CorruptIndexException(
          "a scan of field \""
              + field.name
              + "\" is for "
              + read.quality.binaryCandidates()
              + " vectors, its graph's efConstruction is "
              + beamWidth,
          meta);
    }
  }

  private static Codes readMeasured(IndexInput meta, FieldInfo field, int count)
      throws IOException {
    int choice = meta.readByte();
    if (choice < 0 || choice >= CodeChoice.values().length) {
      throw new CorruptIndexException(
          "field \"" + field.name + "\" is compared by codes of kind " + choice, meta);
    }
    CodeQuality quality = readQuality(meta, field);
    boolean hasCodes = CodeChoice.values()[choice] == CodeChoice.CODES;
    return new Codes(
        CodeChoice.values()[choice],
        quality,
        hasCodes ? FieldCodes.readMeta(meta, field, count, true) : null);
  }

  private static CodeQuality readQuality(IndexInput meta, FieldInfo field) throws IOException {
    int candidates = meta.readVInt();
    int binaryCandidates = meta.readVInt();
    int alarms = meta.readByte();
    if (candidates < 0 || binaryCandidates < 0 || alarms < 0 || alarms > 100) {
      throw new CorruptIndexException(
          "codes of field \""
              + field.name
              + "\" need "
              + candidates
              + " and "
              + binaryCandidates
              + " candidates, "
              + alarms
              + " % alarms",
          meta);
    }
    return new CodeQuality(candidates, binaryCandidates, alarms);
  }

  /** Reads the rest of an entry of version 2. */
  private static Codes readUnmeasured(IndexInput meta, FieldInfo field, int count)
      throws IOException {
    if (meta.readByte() == 0) {
      boolean isBytes = field.getVectorEncoding() == VectorEncoding.BYTE;
      return new Codes(isBytes ? CodeChoice.BYTES : CodeChoice.TOO_LONG, CodeQuality.NONE, null);
    }
    FieldCodes codes = FieldCodes.readMeta(meta, field, count, false);
    int scanWidth = meta.readVInt();
    if (scanWidth < 0) {
      throw new CorruptIndexException(
          "a scan of field \"" + field.name + "\" is for " + scanWidth + " vectors", meta);
    }
    return new Codes(CodeChoice.CODES, new CodeQuality(UNMEASURED_CANDIDATES, scanWidth, 0), codes);
  }

  /** Fails if the entry contradicts the graph, or points outside the files. */
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
    SegmentFiles.checkIsIn(adjacency, "adjacency", adjacencyOffset, adjacencyLength);
    if (codes != null) {
      SegmentFiles.checkIsIn(codesFile, "codes", codes.offset(), codes.length());
      SegmentFiles.checkIsIn(codesFile, "binary codes", codes.binaryOffset(), codes.binaryLength());
    }
  }

  /**
   * Reads codes and level 0 of the graph, so that they are in the page cache.
   *
   * @param check as in {@link SegmentFiles#load}
   * @return the number of bytes read
   */
  long load(IndexInput adjacency, IndexInput codesFile, IORunnable check) throws IOException {
    long bytes =
        SegmentFiles.load(adjacency.slice("adjacency", adjacencyOffset, adjacencyLength), check);
    if (codes != null) {
      bytes +=
          SegmentFiles.load(codes.slice(codesFile), check)
              + SegmentFiles.load(codes.sliceBinary(codesFile), check);
    }
    return bytes;
  }

  /** Level 0 of the graph. */
  Adjacency openAdjacency(IndexInput adjacency) throws IOException {
    return new Adjacency(
        adjacency.slice("adjacency", adjacencyOffset, adjacencyLength), count, 2 * maxConn);
  }
}
