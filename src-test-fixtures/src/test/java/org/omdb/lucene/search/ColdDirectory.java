// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/**
 * A directory whose files say that they are on disk, or in memory, whatever is true, and which
 * records what is asked for in advance and what is read, in the order in which it happens.
 */
final class ColdDirectory extends FilterDirectory {

  /** A part of a file that was asked for in advance, or read. */
  record Access(String file, long offset, long length, boolean isPrefetch) {
    boolean isOf(String extension) {
      return file.endsWith("." + extension);
    }
  }

  private final List<Access> accesses = new ArrayList<>();
  private volatile boolean isCold;
  private volatile boolean isRecording;

  ColdDirectory(Directory in) {
    super(in);
  }

  /** Sets what files say from now on; in memory at first. */
  void setCold(boolean isCold) {
    this.isCold = isCold;
  }

  /** Records from now on. For searches of one thread. */
  void record() {
    accesses.clear();
    isRecording = true;
  }

  /** Ends recording. */
  List<Access> recorded() {
    isRecording = false;
    return List.copyOf(accesses);
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    return new Input(name, 0, in.openInput(name, context));
  }

  private final class Input extends FilterIndexInput {

    private final String name;
    private final long start;

    Input(String name, long start, IndexInput in) {
      super(in.toString(), in);
      this.name = name;
      this.start = start;
    }

    private void add(long offset, long length, boolean isPrefetch) {
      if (isRecording) {
        accesses.add(new Access(name, start + offset, length, isPrefetch));
      }
    }

    @Override
    public Optional<Boolean> isLoaded() {
      return Optional.of(isCold == false);
    }

    @Override
    public void prefetch(long offset, long length) throws IOException {
      add(offset, length, true);
      in.prefetch(offset, length);
    }

    @Override
    public byte readByte() throws IOException {
      add(in.getFilePointer(), 1, false);
      return in.readByte();
    }

    @Override
    public void readBytes(byte[] b, int offset, int length) throws IOException {
      add(in.getFilePointer(), length, false);
      in.readBytes(b, offset, length);
    }

    @Override
    public void readFloats(float[] floats, int offset, int length) throws IOException {
      add(in.getFilePointer(), (long) length * Float.BYTES, false);
      in.readFloats(floats, offset, length);
    }

    @Override
    public IndexInput slice(String description, long offset, long length) throws IOException {
      return new Input(name, start + offset, in.slice(description, offset, length));
    }

    @Override
    public Input clone() {
      return new Input(name, start, in.clone());
    }
  }
}
