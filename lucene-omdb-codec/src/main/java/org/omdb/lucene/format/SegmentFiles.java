// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;

/** Opens and creates files of a segment, with Lucene's index header and footer. */
final class SegmentFiles {

  private SegmentFiles() {}

  /** Reads the part of a metadata file between header and footer. */
  @FunctionalInterface
  interface Body {
    void read(ChecksumIndexInput meta, int version) throws IOException;
  }

  static String name(SegmentWriteState state, String extension) {
    return IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
  }

  private static String name(SegmentReadState state, String extension) {
    return IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
  }

  /**
   * Whether the directory has files of this segment only: none of a committed one, of one flushed
   * since, or of one still being written.
   */
  static boolean isOnlySegment(SegmentWriteState state) throws IOException {
    for (String file : state.directory.listAll()) {
      if (file.startsWith("_")
          && IndexFileNames.parseSegmentName(file).equals(state.segmentInfo.name) == false) {
        return false;
      }
    }
    return true;
  }

  /** Creates a file and writes its header. */
  static IndexOutput create(
      SegmentWriteState state, String extension, String codecName, int version) throws IOException {
    IndexOutput out = state.directory.createOutput(name(state, extension), state.context);
    try {
      CodecUtil.writeIndexHeader(
          out, codecName, version, state.segmentInfo.getId(), state.segmentSuffix);
      return out;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, out);
      throw t;
    }
  }

  /** Reads a metadata file of any version in a range, and returns its version. */
  static int readMeta(
      SegmentReadState state,
      String extension,
      String codecName,
      int versionStart,
      int versionCurrent,
      Body body)
      throws IOException {
    try (ChecksumIndexInput meta = state.directory.openChecksumInput(name(state, extension))) {
      Throwable thrown = null;
      int version = -1;
      try {
        version =
            CodecUtil.checkIndexHeader(
                meta,
                codecName,
                versionStart,
                versionCurrent,
                state.segmentInfo.getId(),
                state.segmentSuffix);
        body.read(meta, version);
      } catch (Throwable t) {
        thrown = t;
      } finally {
        // If the checksum is wrong, that is reported rather than what the wrong bytes led to.
        CodecUtil.checkFooter(meta, thrown);
      }
      return version;
    }
  }

  /** Opens a data file, which must have the same version as its metadata. */
  static IndexInput open(
      SegmentReadState state, String extension, String codecName, int version, IOContext context)
      throws IOException {
    IndexInput in = state.directory.openInput(name(state, extension), context);
    try {
      checkNameLength(in, codecName);
      CodecUtil.checkIndexHeader(
          in, codecName, version, version, state.segmentInfo.getId(), state.segmentSuffix);
      CodecUtil.retrieveChecksum(in);
      return in;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, in);
      throw t;
    }
  }

  /** Lucene would allocate the length that a damaged header claims for the codec name. */
  private static void checkNameLength(IndexInput in, String codecName) throws IOException {
    in.seek(Integer.BYTES); // behind the magic
    int length = in.readVInt();
    if (length != codecName.length()) {
      throw new CorruptIndexException(
          "codec name has a length of " + length + ", expected " + codecName.length(), in);
    }
    in.seek(0);
  }
}
