// SPDX-License-Identifier: Apache-2.0
package org.omdb.pages;

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
import org.apache.lucene.util.Constants;

/** Speaks to the operating system by {@code madvise} of POSIX systems. */
final class MappedPageAdvice extends PageAdvice {

  /** {@code MADV_WILLNEED} of Linux, macOS and the BSDs. */
  private static final int WILL_NEED = 3;

  /**
   * {@code MADV_POPULATE_READ} of Linux 5.14 and later. It maps pages, and counts each as accessed.
   * Older ones refuse it, and nothing happens.
   */
  private static final int POPULATE_READ = 22;

  /**
   * {@code MADV_PAGEOUT} of Linux 5.4 and later. Pages of files that are not in use elsewhere leave
   * memory at once.
   */
  private static final int PAGE_OUT = 21;

  private final MethodHandle madvise;
  private final long pageBytes;

  private MappedPageAdvice(MethodHandle madvise, long pageBytes) {
    this.madvise = madvise;
    this.pageBytes = pageBytes;
  }

  /** Null if the system has no such function, or if this module can't or may not call it. */
  static PageAdvice find() {
    // Java would print a warning if it were called without permission.
    if (MappedPageAdvice.class.getModule().isNativeAccessEnabled() == false) {
      return null;
    }
    try {
      MethodHandle madvise = function("madvise", JAVA_LONG, JAVA_LONG, JAVA_INT);
      MethodHandle pageSize = function("getpagesize");
      return madvise == null || pageSize == null
          ? null
          : new MappedPageAdvice(madvise, (int) pageSize.invokeExact());
    } catch (
        @SuppressWarnings("unused")
        UnsupportedOperationException | IllegalCallerException e) {
      return null; // a processor that this Java has no linker for, or an application that forbids it
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
  public void willRead(IndexInput in, int[] rows, int count, int rowBytes) throws IOException {
    if (in instanceof MemorySegmentAccessInput mapped) {
      if (count > 1) {
        advise(mapped, in.length(), rows, count, rowBytes, WILL_NEED);
      }
    } else {
      super.willRead(in, rows, count, rowBytes);
    }
  }

  @Override
  public void wereRead(IndexInput in, int[] rows, int count, int rowBytes) throws IOException {
    adviseOnLinux(in, rows, count, rowBytes, POPULATE_READ);
  }

  @Override
  public void areDone(IndexInput in, int[] rows, int count, int rowBytes) throws IOException {
    adviseOnLinux(in, rows, count, rowBytes, PAGE_OUT);
  }

  private void adviseOnLinux(IndexInput in, int[] rows, int count, int rowBytes, int advice)
      throws IOException {
    if (Constants.LINUX && in instanceof MemorySegmentAccessInput mapped) {
      advise(mapped, in.length(), rows, count, rowBytes, advice);
    }
  }

  private void advise(
      MemorySegmentAccessInput in, long length, int[] rows, int count, int rowBytes, int advice)
      throws IOException {
    MemorySegment all = segment(in, 0, length);
    for (int i = 0; i < count; i++) {
      long start = (long) rows[i] * rowBytes;
      if (all != null) {
        advise(all.address() + start, rowBytes, advice);
        continue;
      }
      // Larger files are mapped in several pieces; a row that lies in two is left out.
      MemorySegment row = segment(in, start, rowBytes);
      if (row != null) {
        advise(row.address(), rowBytes, advice);
      }
    }
  }

  /** The memory of a part of an input; null if it is not mapped, or in several pieces. */
  private static MemorySegment segment(MemorySegmentAccessInput in, long start, long length)
      throws IOException {
    try {
      MemorySegment part = in.segmentSliceOrNull(start, length);
      return part != null && part.isMapped() ? part : null;
    } catch (NullPointerException e) { // as Lucene's mapped files fail
      throw new AlreadyClosedException("vectors are closed already", e);
    }
  }

  /**
   * What the system answers is no matter: advice changes times, not bytes. That goes for files as
   * well that another thread closes now.
   */
  private void advise(long start, int bytes, int advice) {
    long page = start - start % pageBytes;
    try {
      int unused = (int) madvise.invokeExact(page, start + bytes - page, advice);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Functions of the C library throw nothing, but method handles are declared to. */
  private static RuntimeException failed(Throwable e) {
    return new IllegalStateException("a function of the C library can't be called", e);
  }
}
