// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/**
 * A directory that calls somebody before each read of rows, which are vectors as they are: in
 * OMDB's files or in Lucene's. All other files stay what they are, which is memory-mapped as a
 * rule, so that codes are compared as fast as ever.
 */
final class RowReads extends FilterDirectory {

  /** Is called before a read, in the thread that reads. */
  @FunctionalInterface
  interface Hook {

    /**
     * @param bytes how many are to be read
     * @throws IOException to let the read fail
     */
    void before(int bytes) throws IOException;
  }

  private volatile Hook hook = bytes -> {};

  RowReads(Directory in) {
    super(in);
  }

  void setHook(Hook hook) {
    this.hook = hook;
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    IndexInput input = in.openInput(name, context);
    return name.endsWith(".omdb") || name.endsWith(".vec") ? new Rows(input) : input;
  }

  private final class Rows extends FilterIndexInput {

    Rows(IndexInput in) {
      super(in.toString(), in);
    }

    @Override
    public byte readByte() throws IOException {
      hook.before(1);
      return in.readByte();
    }

    @Override
    public void readBytes(byte[] b, int offset, int length) throws IOException {
      hook.before(length);
      in.readBytes(b, offset, length);
    }

    @Override
    public void readFloats(float[] floats, int offset, int length) throws IOException {
      hook.before(length * Float.BYTES);
      in.readFloats(floats, offset, length);
    }

    @Override
    public IndexInput slice(String description, long offset, long length) throws IOException {
      return new Rows(in.slice(description, offset, length));
    }

    @Override
    public Rows clone() {
      return new Rows(in.clone());
    }
  }
}
