// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOSupplier;

/**
 * Estimates, from samples, whether the rows and the codes of a field are in memory or have to be
 * read from disk. Searches of rows that are on disk compare codes whenever they can, and ask for
 * the rows that they are about to compare all at once, so that the disk reads them in parallel. In
 * memory, asking would cost time and bring nothing. Where codes leave memory again, rows are not to
 * stay there at all.
 *
 * <p>One search in {@value #SEARCHES_PER_SAMPLE} looks at one row and one code, and at one code
 * more if rows are on disk. Each look takes a system call. Only mapped files ({@code
 * MMapDirectory}) can tell; others count as in memory.
 *
 * <p>Safe for any number of threads: a lost update delays a decision by a few searches.
 */
final class Residency {

  private static final int SEARCHES_PER_SAMPLE = 8;

  /** Samples in memory, one after the other, that it takes to forget one on disk. */
  private static final int MEMORY = 8;

  /**
   * Looks at codes that have stayed, one after the other, that it takes to forget one that left.
   * Many, since codes stay while rows make room for them, and leave again soon after.
   */
  private static final int MEMORY_OF_LEAVING = 256;

  private static final int UNKNOWN = -1;

  /** Steps through all ordinals in no order: the golden ratio of 2^32. */
  private static final int STEP = 0x9E3779B9;

  /** Segments take turns, so that no search has to take the samples of all of them. */
  private static final AtomicInteger CREATED = new AtomicInteger();

  private final int count;
  private final Part rows;

  /** Null if there are no codes. */
  private final Part codes;

  /** The codes of the last {@link #MEMORY} samples that were in memory; {@link #UNKNOWN} if not. */
  private final int[] loadedCodes = new int[MEMORY];

  /** {@link #MEMORY_OF_LEAVING} after a code has left memory, one less with each that has not. */
  private int codesLeaving;

  /** Which of {@link #SEARCHES_PER_SAMPLE} searches takes a sample. */
  private final int turn = Math.floorMod(CREATED.getAndIncrement(), SEARCHES_PER_SAMPLE);

  private int searches;

  /**
   * @param count number of rows, and of codes
   * @param rows opens all rows
   * @param codes opens all codes; null if there are none
   */
  Residency(int count, IOSupplier<IndexInput> rows, IOSupplier<IndexInput> codes) {
    this.count = count;
    this.rows = new Part(rows);
    this.codes = codes == null ? null : new Part(codes);
    Arrays.fill(loadedCodes, UNKNOWN);
  }

  static Residency of(SearchedField field, SearchFiles files) {
    return new Residency(
        field.count(),
        () -> openRows(field, files),
        field.codes() == null ? null : () -> field.codes().slice(files.codes()));
  }

  private static IndexInput openRows(SearchedField field, SearchFiles files) throws IOException {
    KnnVectorValues vectors =
        field.bytesPerComponent() == Float.BYTES
            ? files.vectors().getFloatVectorValues(field.name())
            : files.vectors().getByteVectorValues(field.name());
    return ((HasIndexSlice) vectors).getSlice();
  }

  /**
   * To be called once per search. The first search takes a sample.
   *
   * @return whether a sample was taken
   */
  boolean sample() throws IOException {
    int search = searches++;
    boolean isTurn = isTurn(search);
    if (isTurn) {
      int sample = search / SEARCHES_PER_SAMPLE;
      int ordinal = (int) (Integer.toUnsignedLong(sample * STEP) / 0x1p32 * count);
      rows.sample(ordinal);
      if (codes != null) {
        boolean isLoaded = codes.sample(ordinal);
        if (rows.onDisk > 0) {
          lookAgain(Math.floorMod(sample, MEMORY), isLoaded ? ordinal : UNKNOWN);
        }
      }
    }
    return isTurn;
  }

  /**
   * Whether a search takes a sample.
   *
   * @param search its number; negative after 2^31 searches
   */
  boolean isTurn(int search) {
    return search == 0 || Math.floorMod(search, SEARCHES_PER_SAMPLE) == turn;
  }

  /**
   * Looks whether a code that was in memory {@value #MEMORY} samples ago still is.
   *
   * @param slot of that code
   * @param next the code to look for after as many samples
   */
  private void lookAgain(int slot, int next) throws IOException {
    boolean hasLeft = loadedCodes[slot] != UNKNOWN && codes.isLoaded(loadedCodes[slot]) == false;
    codesLeaving = hasLeft ? MEMORY_OF_LEAVING : Math.max(0, codesLeaving - 1);
    loadedCodes[slot] = next;
  }

  /** Whether some rows are on disk. */
  boolean areRowsOnDisk() {
    return rows.onDisk > 0;
  }

  /** Whether some codes are on disk. */
  boolean areCodesOnDisk() {
    return codes != null && codes.onDisk > 0;
  }

  /**
   * Whether there is no room for all codes: some that were in memory have left it, a while ago at
   * most. After a start, codes are on disk, but none has left.
   */
  boolean areCodesLeaving() {
    return codesLeaving > 0;
  }

  /** What is sampled. */
  private final class Part {

    private final IOSupplier<IndexInput> opener;

    /** Null until the first sample: segments are opened without a look at their vectors. */
    private volatile IndexInput in;

    /** {@link #MEMORY} after a sample on disk, and one less with each sample in memory. */
    private int onDisk;

    Part(IOSupplier<IndexInput> opener) {
      this.opener = opener;
    }

    /** Returns whether the part of a vector is in memory, and remembers it. */
    boolean sample(int ordinal) throws IOException {
      boolean isLoaded = isLoaded(ordinal);
      onDisk = isLoaded ? Math.max(0, onDisk - 1) : MEMORY;
      return isLoaded;
    }

    boolean isLoaded(int ordinal) throws IOException {
      if (in == null) {
        in = opener.get();
      }
      long length = in.length() / count;
      try {
        return in.slice("sample", ordinal * length, length).isLoaded().orElse(true);
      } catch (IllegalStateException | NullPointerException e) { // as Lucene's mapped files fail
        throw new AlreadyClosedException("vectors are closed already", e);
      }
    }
  }
}
