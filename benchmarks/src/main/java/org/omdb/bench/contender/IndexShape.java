// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.util.List;
import java.util.function.IntFunction;

/**
 * The segments and deletes of a finished Lucene index, and the threads that build it.
 *
 * @param pieces which segments it has
 * @param evenSegments how many segments; of use with {@link Pieces#EVEN} only
 * @param threads which threads add documents and merge
 * @param marks the terms of a row's document, by which filters and deletes select documents
 * @param deleted mark of the documents that are deleted at the end; null for none
 */
public record IndexShape(
    Pieces pieces,
    int evenSegments,
    Threads threads,
    IntFunction<List<String>> marks,
    String deleted) {

  /** One segment of all rows, by one thread. */
  public static final IndexShape DEFAULT =
      new IndexShape(Pieces.ONE, 1, Threads.ONE, row -> List.of(), null);

  /** The segments of the finished index. */
  public enum Pieces {
    /** One segment, into which all are merged. */
    ONE,
    /** {@link IndexShape#evenSegments} segments of the same size, each merged from two. */
    EVEN,
    /** The segments that the writer flushed, without any merge. */
    AS_FLUSHED
  }

  /** The threads that build an index. */
  public enum Threads {
    /** One thread adds, flushes and merges, so that the times can be added up. */
    ONE,
    /** One thread adds documents. Merges run as by the defaults of Lucene and of the format. */
    DEFAULT,
    /** Two threads add documents. Merges run as by the defaults of Lucene and of the format. */
    TWO_WRITE
  }

  /**
   * The same shape with other segments.
   *
   * @param pieces which segments it has
   * @return a copy
   */
  public IndexShape with(Pieces pieces) {
    return new IndexShape(pieces, evenSegments, threads, marks, deleted);
  }

  /**
   * The same shape with segments of the same size.
   *
   * @param segments how many, at least 1
   * @return a copy
   */
  public IndexShape withEvenSegments(int segments) {
    return new IndexShape(Pieces.EVEN, segments, threads, marks, deleted);
  }

  /**
   * The same shape built by other threads.
   *
   * @param threads which threads add documents and merge
   * @return a copy
   */
  public IndexShape with(Threads threads) {
    return new IndexShape(pieces, evenSegments, threads, marks, deleted);
  }

  /**
   * The same shape with marks.
   *
   * @param marks the terms of a row's document; must be thread-safe
   * @return a copy
   */
  public IndexShape marking(IntFunction<List<String>> marks) {
    return new IndexShape(pieces, evenSegments, threads, marks, deleted);
  }

  /**
   * The same shape with deleted documents.
   *
   * @param mark of the documents to delete
   * @return a copy
   */
  public IndexShape deleting(String mark) {
    return new IndexShape(pieces, evenSegments, threads, marks, mark);
  }
}
