// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.util.List;
import java.util.function.IntFunction;

/**
 * What state an index of Lucene's is left in, and who does the work.
 *
 * @param pieces how many segments there are in the end
 * @param threads who writes and merges
 * @param marks terms of the document of a row, which searches may ask for and deletes go by
 * @param deleted the mark whose documents are deleted in the end; null if none are
 */
public record IndexShape(
    Pieces pieces, Threads threads, IntFunction<List<String>> marks, String deleted) {

  /** One segment of all rows, by one thread. */
  public static final IndexShape DEFAULT =
      new IndexShape(Pieces.ONE, Threads.ONE, row -> List.of(), null);

  /** How many segments. */
  public enum Pieces {
    /** All merged into one. */
    ONE,
    /** Eight of the same size, each merged from two. */
    EIGHT,
    /** As the writer flushed them: nothing is merged. */
    AS_FLUSHED
  }

  /** Who does the work. */
  public enum Threads {
    /** One thread for everything, so that each second is counted once. */
    ONE,
    /** One thread adds documents; merges are those of Lucene's and the format's defaults. */
    DEFAULT,
    /** The same, but two threads add documents. */
    TWO_WRITE
  }

  /**
   * The same with other pieces.
   *
   * @param pieces how many segments
   * @return a copy
   */
  public IndexShape with(Pieces pieces) {
    return new IndexShape(pieces, threads, marks, deleted);
  }

  /**
   * The same by other threads.
   *
   * @param threads who does the work
   * @return a copy
   */
  public IndexShape with(Threads threads) {
    return new IndexShape(pieces, threads, marks, deleted);
  }

  /**
   * The same with terms.
   *
   * @param marks those of a row; called by any thread
   * @return a copy
   */
  public IndexShape marking(IntFunction<List<String>> marks) {
    return new IndexShape(pieces, threads, marks, deleted);
  }

  /**
   * The same without some documents.
   *
   * @param mark that they have
   * @return a copy
   */
  public IndexShape deleting(String mark) {
    return new IndexShape(pieces, threads, marks, mark);
  }
}
