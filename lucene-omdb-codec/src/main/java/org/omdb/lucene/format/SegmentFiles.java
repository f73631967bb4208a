// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.BufferedChecksumIndexInput;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOUtils;

/** Opens, creates and loads files of a segment, with Lucene's index header and footer. */
final class SegmentFiles {

  /** How much {@link #load} reads at once. */
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * How much {@link #load} asks for in advance. A file of 384 MB that was mapped for random access
   * and not in memory took 1.3 s with this, 2.0 s with {@link #BUFFER_BYTES}, and 11 s without.
   */
  private static final int AHEAD_BYTES = 1 << 20;

  private SegmentFiles() {}

  /** A directory that keeps the input of a file that another class opens and does not show. */
  static final class Keeper extends FilterDirectory {

    private final String extension;
    private IndexInput kept;

    /**
     * @param extension of the file
     */
    Keeper(Directory in, String extension) {
      super(in);
      this.extension = extension;
    }

    /** The state with this directory. */
    SegmentReadState in(SegmentReadState state) {
      return new SegmentReadState(
          this, state.segmentInfo, state.fieldInfos, state.context, state.segmentSuffix);
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
      IndexInput opened = super.openInput(name, context);
      if (extension.equals(IndexFileNames.getExtension(name))) {
        kept = opened;
      }
      return opened;
    }

    /** The input, which is closed by whoever opened it; null if nobody has. */
    IndexInput kept() {
      return kept;
    }
  }

  /** Reads the entry of a field in a metadata file, behind the field number. */
  @FunctionalInterface
  interface EntryReader {
    void read(IndexInput meta, FieldInfo field, int version) throws IOException;
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

  /**
   * Reads a metadata file of any version in a range: an entry per field, each behind the number of
   * its field, up to the number -1.
   *
   * @return the file's version
   */
  static int readMeta(
      SegmentReadState state,
      String extension,
      String codecName,
      int versionStart,
      int versionCurrent,
      EntryReader entries)
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
        for (int number = meta.readInt(); number != -1; number = meta.readInt()) {
          FieldInfo field = number < 0 ? null : state.fieldInfos.fieldInfo(number);
          if (field == null) {
            throw new CorruptIndexException("no such field number: " + number, meta);
          }
          entries.read(meta, field, version);
        }
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

  /**
   * Reads a file or a slice from its first byte to its last, so that it is in the page cache. A
   * mapped file that was opened for random access is read page by page unless it is asked for in
   * advance.
   *
   * @param file file or slice, not changed
   * @param check throws if the file is not wanted any more; called before each read
   * @return its length
   */
  static long load(IndexInput file, IORunnable check) throws IOException {
    IndexInput in = file.clone();
    in.seek(0);
    byte[] buffer = new byte[BUFFER_BYTES];
    long length = in.length();
    for (long position = 0; position < length; position += BUFFER_BYTES) {
      check.run();
      if (position % AHEAD_BYTES == 0) {
        in.prefetch(position, Math.min(AHEAD_BYTES, length - position));
      }
      in.readBytes(buffer, 0, (int) Math.min(BUFFER_BYTES, length - position));
    }
    return length;
  }

  /**
   * Compares the checksum of a whole file with the one in its footer. Asks for what is read next in
   * advance, as {@link #load} does.
   *
   * @param file not changed
   * @throws CorruptIndexException if they differ
   */
  static void checkIntegrity(IndexInput file) throws IOException {
    IndexInput in = file.clone();
    in.seek(0);
    ChecksumIndexInput checksummed = new BufferedChecksumIndexInput(in); // the clone is not closed
    long end = file.length() - CodecUtil.footerLength();
    for (long position = 0; position < end; position += AHEAD_BYTES) {
      long length = Math.min(AHEAD_BYTES, end - position);
      file.prefetch(position, length);
      checksummed.seek(position + length); // reads up to there
    }
    CodecUtil.checkFooter(checksummed);
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

  /**
   * Fails if metadata leads out of a file. Lucene's own check of a slice throws an {@link
   * IllegalArgumentException}, by which nobody would know that the file is damaged.
   *
   * @param what is at that place, for the message
   */
  static void checkIsIn(IndexInput file, String what, long offset, long length)
      throws CorruptIndexException {
    if (offset < 0 || length < 0 || offset > file.length() - length) {
      throw new CorruptIndexException(
          what
              + ": "
              + length
              + " bytes from "
              + offset
              + " are beyond the end at "
              + file.length(),
          file);
    }
  }
}
