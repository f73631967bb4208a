// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.lucene.store.IndexInput;

/**
 * Asks the operating system for rows that are about to be read, so that the disk reads them in
 * parallel. This one asks by {@link IndexInput#prefetch}, which works for any input.
 *
 * <p>Lucene's mapped files skip most of these calls once several rows in a row were in memory, and
 * hardly ever come back from that: with half of the rows in memory, next to nothing is asked for.
 * So {@link #BEST} asks the system itself if it can. That takes Java 22, an operating system with
 * {@code madvise}, and {@code --enable-native-access} for the module (on the class path {@code
 * ALL-UNNAMED}), which Lucene recommends as well.
 *
 * <p>Safe for any number of threads.
 */
public class ReadAhead {

  /** The best one in this JVM. */
  public static final ReadAhead BEST = lookUp();

  ReadAhead() {}

  /**
   * Asks for rows. Returns at once, or when the system has accepted the request. Of a single row,
   * nothing is asked: reading it takes as long.
   *
   * @param in rows of the same length, one after the other; not changed
   * @param rows indexes of those to be read
   * @param count how many of them
   * @param rowBytes bytes of a row
   * @throws IOException if the input fails
   */
  public void rows(IndexInput in, int[] rows, int count, int rowBytes) throws IOException {
    for (int i = 0; count > 1 && i < count; i++) {
      in.prefetch((long) rows[i] * rowBytes, rowBytes);
    }
  }

  /** The one for Java 22 is in its part of the multi-release jar. */
  private static ReadAhead lookUp() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> mapped = lookup.findClass("org.omdb.code.MappedReadAhead");
      MethodType type = MethodType.methodType(ReadAhead.class);
      ReadAhead found = (ReadAhead) lookup.findStatic(mapped, "find", type).invoke();
      return found == null ? new ReadAhead() : found;
    } catch (
        @SuppressWarnings("unused")
        ClassNotFoundException e) {
      return new ReadAhead(); // an older Java, or classes that are not in their jar
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("madvise can't be called", e);
    }
  }
}
