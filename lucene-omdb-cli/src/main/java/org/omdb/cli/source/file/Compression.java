// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * How a file is compressed. Recognized by its first bytes. Several compressed parts, one after the
 * other, are read as one, as the tools write and read them.
 */
enum Compression {
  /** RFC 1952. */
  GZIP("gunzip", List.of(".gz", ".gzip")) {
    @Override
    boolean recognizes(byte[] head) {
      return startsWith(head, 0x1f, 0x8b, 8);
    }

    @Override
    InputStream open(InputStream compressed) throws IOException {
      // Java's own asks available() whether another part follows, to which a pipe says 0.
      return GzipCompressorInputStream.builder()
          .setInputStream(compressed)
          .setDecompressConcatenated(true)
          .get();
    }
  },

  /**
   * As bzip2 writes it: a level, and then the digits of pi, or of its root if there is no block.
   */
  BZIP2("bunzip2", List.of(".bz2", ".bzip2")) {
    @Override
    boolean recognizes(byte[] head) {
      return startsWith(head, 'B', 'Z', 'h')
          && head.length > 4
          && head[3] >= '1'
          && head[3] <= '9'
          && (head[4] == 0x31 || head[4] == 0x17);
    }

    @Override
    InputStream open(InputStream compressed) throws IOException {
      return new BZip2CompressorInputStream(compressed, true);
    }
  },

  /** RFC 8878; windows of up to 128 MB. */
  ZSTD("unzstd", List.of(".zst", ".zstd")) {
    @Override
    boolean recognizes(byte[] head) {
      return startsWith(head, 0x28, 0xb5, 0x2f, 0xfd);
    }

    @Override
    InputStream open(InputStream compressed) throws IOException {
      return new ZstdInputStreamNoFinalizer(compressed);
    }
  };

  /** How many bytes of a file {@link #of} wants to see. */
  static final int HEAD_BYTES = 5;

  private final String tool;
  private final List<String> suffixes;

  Compression(String tool, List<String> suffixes) {
    this.tool = tool;
    this.suffixes = suffixes;
  }

  /** The compression of a file by its first bytes; null if there is none. */
  static Compression of(byte[] head) {
    for (Compression compression : values()) {
      if (compression.recognizes(head)) {
        return compression;
      }
    }
    return null;
  }

  abstract boolean recognizes(byte[] head);

  /** Decompresses. The new stream closes the other. */
  abstract InputStream open(InputStream compressed) throws IOException;

  /** The name of the decompressed file. */
  String strip(String fileName) {
    for (String suffix : suffixes) {
      if (fileName.endsWith(suffix)) {
        return fileName.substring(0, fileName.length() - suffix.length());
      }
    }
    return fileName;
  }

  /** The program that decompresses such a file. */
  String tool() {
    return tool;
  }

  /** For messages. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean startsWith(byte[] head, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i == head.length || (head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
