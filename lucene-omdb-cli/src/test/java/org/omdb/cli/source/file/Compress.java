// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Compresses files for tests, in each way that an import decompresses. */
public enum Compress {
  GZIP("gz") {
    @Override
    OutputStream to(OutputStream out) throws IOException {
      return new GZIPOutputStream(out);
    }
  },

  BZIP2("bz2") {
    @Override
    OutputStream to(OutputStream out) throws IOException {
      return new BZip2CompressorOutputStream(out, 1);
    }
  },

  ZSTD("zst") {
    @Override
    OutputStream to(OutputStream out) throws IOException {
      return new ZstdOutputStreamNoFinalizer(out).setChecksum(true);
    }
  };

  /** What a file's name ends with, after a point. */
  public final String suffix;

  Compress(String suffix) {
    this.suffix = suffix;
  }

  abstract OutputStream to(OutputStream out) throws IOException;

  /** Compresses. */
  public byte[] bytes(byte[] content) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = to(compressed)) {
      out.write(content);
    }
    return compressed.toByteArray();
  }
}
