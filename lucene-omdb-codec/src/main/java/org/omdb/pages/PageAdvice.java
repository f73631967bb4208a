// SPDX-License-Identifier: Apache-2.0
package org.omdb.pages;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.lucene.store.IndexInput;

/**
 * Tells the operating system which rows of a mapped file are about to be read, so that the disk
 * reads them in parallel, and which were read and should stay in memory, or not. For files that do
 * not fit into memory: it takes time, and brings nothing if all is there.
 *
 * <p>This class does it by {@link IndexInput#prefetch}, which works for any input, and can't tell
 * what to keep. {@link #best()} speaks to the system itself if it can. That takes Java 22, an
 * operating system with {@code madvise}, and {@code --enable-native-access} for the module (on the
 * class path {@code ALL-UNNAMED}), which Lucene recommends as well. There are two reasons for it:
 *
 * <ul>
 *   <li>Lucene's mapped files skip most calls of {@code prefetch} once some rows in a row were in
 *       memory, and hardly ever come back from that: with half of the rows in memory, next to
 *       nothing is asked for.
 *   <li>Linux (6.3 and later) does not notice reads of files that are mapped for random access. So
 *       pages that each search needs leave memory as soon as others. It has to be told.
 * </ul>
 *
 * <p>Safe for any number of threads.
 */
public class PageAdvice {

  private static volatile PageAdvice best = lookUp();

  PageAdvice() {}

  /**
   * The best one in this JVM.
   *
   * @return always the same
   */
  public static PageAdvice best() {
    return best;
  }

  /** Lets a test listen. Returns the one before, which it has to put back. */
  static PageAdvice replaceBest(PageAdvice advice) {
    PageAdvice before = best;
    best = advice;
    return before;
  }

  /**
   * Asks for rows. Returns when the system has accepted that, not when they are in memory. Of a
   * single row, nothing is asked: reading it takes as long.
   *
   * @param in rows of the same length, one after the other; not changed
   * @param rows indexes of those to be read
   * @param count how many of them
   * @param rowBytes bytes of a row
   * @throws IOException if the input fails
   */
  public void willRead(IndexInput in, int[] rows, int count, int rowBytes) throws IOException {
    for (int i = 0; count > 1 && i < count; i++) {
      in.prefetch((long) rows[i] * rowBytes, rowBytes);
    }
  }

  /**
   * Tells that rows were read just now. Rows of which that is told twice are kept longer than those
   * of which it is not told. A row that has left memory since is read again.
   *
   * @param in as in {@link #willRead}
   * @param rows indexes of those that were read
   * @param count how many of them
   * @param rowBytes bytes of a row
   * @throws IOException if the input fails
   */
  public void wereRead(IndexInput in, int[] rows, int count, int rowBytes) throws IOException {}

  /**
   * Tells that rows were read and will not be needed soon, so that their room is for others. Rows
   * that another process has mapped stay. So do those of files that this process neither owns nor
   * may write to.
   *
   * @param in as in {@link #willRead}
   * @param rows indexes of those that were read
   * @param count how many of them
   * @param rowBytes bytes of a row
   * @throws IOException if the input fails
   */
  public void areDone(IndexInput in, int[] rows, int count, int rowBytes) throws IOException {}

  /** The one for Java 22 is in its part of the multi-release jar. */
  private static PageAdvice lookUp() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> mapped = lookup.findClass("org.omdb.pages.MappedPageAdvice");
      MethodType type = MethodType.methodType(PageAdvice.class);
      PageAdvice found = (PageAdvice) lookup.findStatic(mapped, "find", type).invoke();
      return found == null ? new PageAdvice() : found;
    } catch (
        @SuppressWarnings("unused")
        ClassNotFoundException e) {
      return new PageAdvice(); // an older Java, or classes that are not in their jar
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("madvise can't be called", e);
    }
  }
}
