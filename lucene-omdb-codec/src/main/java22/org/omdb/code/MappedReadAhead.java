// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;

/** Asks for rows of mapped files by {@code madvise} of POSIX systems. */
final class MappedReadAhead extends ReadAhead {

  /** {@code MADV_WILLNEED} of Linux, macOS and the BSDs. */
  private static final int WILL_NEED = 3;

  private final MethodHandle madvise;
  private final long pageBytes;

  private MappedReadAhead(MethodHandle madvise, long pageBytes) {
    this.madvise = madvise;
    this.pageBytes = pageBytes;
  }

  /** Null if the system has no such function, or if this module may not call it. */
  static ReadAhead find() {
    // Java would print a warning if it were called without permission.
    if (MappedReadAhead.class.getModule().isNativeAccessEnabled() == false) {
      return null;
    }
    MethodHandle madvise = function("madvise", JAVA_LONG, JAVA_LONG, JAVA_INT);
    MethodHandle pageSize = function("getpagesize");
    try {
      return madvise == null || pageSize == null
          ? null
          : new MappedReadAhead(madvise, (int) pageSize.invokeExact());
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** A function of the C library that returns an int; null if there is none. */
  private static MethodHandle function(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> address = linker.defaultLookup().find(name);
    FunctionDescriptor type = FunctionDescriptor.of(JAVA_INT, arguments);
    return address.map(found -> linker.downcallHandle(found, type)).orElse(null);
  }

  @Override
  public void rows(IndexInput in, int[] rows, int count, int rowBytes) throws IOException {
    MemorySegment segment = segment(in);
    if (segment == null) {
      super.rows(in, rows, count, rowBytes);
      return;
    }
    for (int i = 0; count > 1 && i < count; i++) {
      long start = segment.address() + (long) rows[i] * rowBytes;
      long page = start - start % pageBytes;
      willNeed(page, start + rowBytes - page);
    }
  }

  /** The memory of an input; null if it is not mapped, or in several pieces. */
  private static MemorySegment segment(IndexInput in) throws IOException {
    try {
      return in instanceof MemorySegmentAccessInput mapped
          ? mapped.segmentSliceOrNull(0, in.length())
          : null;
    } catch (NullPointerException e) { // as Lucene's mapped files fail
      throw new AlreadyClosedException("vectors are closed already", e);
    }
  }

  /**
   * An error is no matter: then the pages are read when they are used. That goes for files as well
   * that another thread closes now, since advice does not change what is in memory.
   */
  private void willNeed(long address, long length) {
    try {
      int unused = (int) madvise.invokeExact(address, length, WILL_NEED);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Functions of the C library throw nothing, but method handles are declared to. */
  private static RuntimeException failed(Throwable e) {
    return new IllegalStateException("a function of the C library can't be called", e);
  }
}
