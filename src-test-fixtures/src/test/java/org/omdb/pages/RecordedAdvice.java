// SPDX-License-Identifier: Apache-2.0
package org.omdb.pages;

import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.store.IndexInput;

/**
 * Takes the place of {@link PageAdvice#best} until it is closed, and counts the rows that it is
 * told of, by the extension of their file.
 */
public final class RecordedAdvice extends PageAdvice implements Closeable {

  private final Map<String, Integer> willRead = new ConcurrentHashMap<>();
  private final Map<String, Integer> wereRead = new ConcurrentHashMap<>();
  private final Map<String, Integer> done = new ConcurrentHashMap<>();
  private final PageAdvice before = replaceBest(this);

  /** Rows that will be read of files with an extension. */
  public int willRead(String extension) {
    return willRead.getOrDefault(extension, 0);
  }

  /** Rows that were read of files with an extension. */
  public int wereRead(String extension) {
    return wereRead.getOrDefault(extension, 0);
  }

  /** Rows that are not needed any more of files with an extension. */
  public int done(String extension) {
    return done.getOrDefault(extension, 0);
  }

  /** Forgets what was counted. */
  public void clear() {
    willRead.clear();
    wereRead.clear();
    done.clear();
  }

  @Override
  public void willRead(IndexInput in, int[] rows, int count, int rowBytes) {
    willRead.merge(extension(in), count, Integer::sum);
  }

  @Override
  public void wereRead(IndexInput in, int[] rows, int count, int rowBytes) {
    wereRead.merge(extension(in), count, Integer::sum);
  }

  @Override
  public void areDone(IndexInput in, int[] rows, int count, int rowBytes) {
    done.merge(extension(in), count, Integer::sum);
  }

  /** From the input's description, which has the path of its file. */
  private static String extension(IndexInput in) {
    return in.toString().replaceAll("(?s).*\\.(omd[a-z]).*", "$1");
  }

  @Override
  public void close() {
    replaceBest(before);
  }
}
