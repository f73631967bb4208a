// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.lucene.util.IOSupplier;
import org.omdb.cli.source.file.DiskException;

/** A file that says when the disk is at fault. */
final class ParquetInput implements InputFile {

  private final InputFile in;

  ParquetInput(InputFile in) {
    this.in = in;
  }

  @Override
  public void open() throws IOException {
    call(
        () -> {
          in.open();
          return null;
        });
  }

  @Override
  public ByteBuffer readRange(long offset, int length) throws IOException {
    return call(() -> in.readRange(offset, length));
  }

  @Override
  public long length() throws IOException {
    return call(in::length);
  }

  @Override
  public String name() {
    return in.name();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static <T> T call(IOSupplier<T> ofFile) throws DiskException {
    try {
      return ofFile.get();
    } catch (IOException e) {
      throw new DiskException(e);
    }
  }
}
