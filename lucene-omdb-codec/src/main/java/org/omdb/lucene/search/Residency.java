// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOSupplier;
import org.omdb.pages.ReadListener;

/**
 * Estimates, from samples, whether the rows and the codes that searches read are in memory or on
 * disk. Searches of rows that are on disk compare codes whenever they can, and ask for the rows
 * that they are about to compare all at once, so that the disk reads them in parallel. In memory,
 * asking would cost time and bring nothing. Where codes leave memory again, rows are not to stay
 * there at all.
 *
 * <p>One search in {@value #SEARCHES_PER_SAMPLE} looks at some of the rows that it is about to
 * read: at one of the first batch, the fourth, the 16th and so on, since a walk begins with nodes
 * that many searches read. The first search looks at any row before. Where others are does not
 * matter: most of an index may be on disk, and all that is searched for in memory. If rows are on
 * disk, it looks at any code too, and at one that was in memory some time ago. Each look takes a
 * system call, so that as long as rows are in memory, {@value #NANOS_PER_SAMPLE} nanoseconds at
 * least pass between samples: many small searches would take a twentieth longer. Only mapped files
 * ({@code MMapDirectory}) can tell; others count as in memory.
 *
 * <p>Safe for any number of threads: a lost update delays a decision by a few searches.
 */
final class Residency implements ReadListener {

  private static final int SEARCHES_PER_SAMPLE = 8;

  private static final long NANOS_PER_SAMPLE = 1_000_000;

  /** Looks at what is in memory, one after the other, that it takes to forget one on disk. */
  private static final int MEMORY = 8;

  /**
   * Looks at codes that have stayed, one after the other, that it takes to forget one that left.
   * Many, since codes stay while rows make room for them, and leave again soon after.
   */
  private static final int MEMORY_OF_LEAVING = 256;

  private static final int UNKNOWN = -1;

  /** The batch that is looked at next, in numbers of the one that was looked at last. */
  private static final int BATCH_FACTOR = 4;

  /**
   * Multiplies numbers of samples, so that they pick rows in no order: the golden ratio of 2^32.
   */
  private static final int STEP = 0x9E3779B9;

  /** Segments take turns, so that no search has to take the samples of all of them. */
  private static final AtomicInteger CREATED = new AtomicInteger();

  private final int count;

  /** Tells the time in nanoseconds. */
  private final LongSupplier clock;

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

  /** Number of the sample that is taken. */
  private int sample;

  /** When the sample began. */
  private long sampleNanos;

  /** Batches of rows of the sample. */
  private int batches;

  /** The batch that is looked at next. */
  private int nextBatch;

  /**
   * @param count number of rows, and of codes
   * @param rows opens all rows
   * @param codes opens all codes; null if there are none
   * @param clock tells the time in nanoseconds, as {@link System#nanoTime}
   */
  Residency(
      int count, IOSupplier<IndexInput> rows, IOSupplier<IndexInput> codes, LongSupplier clock) {
    this.count = count;
    this.clock = clock;
    this.rows = new Part(rows);
    this.codes = codes == null ? null : new Part(codes);
    Arrays.fill(loadedCodes, UNKNOWN);
  }

  static Residency of(SearchedField field, SearchFiles files) {
    return new Residency(
        field.count(),
        () -> openRows(field, files),
        field.codes() == null ? null : () -> field.codes().slice(files.codes()),
        System::nanoTime);
  }

  private static IndexInput openRows(SearchedField field, SearchFiles files) throws IOException {
    KnnVectorValues vectors =
        field.bytesPerComponent() == Float.BYTES
            ? files.vectors().getFloatVectorValues(field.name())
            : files.vectors().getByteVectorValues(field.name());
    return ((HasIndexSlice) vectors).getSlice();
  }

  /**
   * To be called once per search, when it begins. The first search takes a sample.
   *
   * @return whether this search takes a sample, and has to tell this object which rows it reads
   */
  boolean begin() throws IOException {
    int search = searches++;
    boolean isSample = isTurn(search) && (search == 0 || rows.onDisk > 0 || isDue());
    if (isSample) {
      sample = search / SEARCHES_PER_SAMPLE;
      sampleNanos = clock.getAsLong();
      batches = 0;
      nextBatch = 1;
      int any = any(count, sample);
      if (search == 0) { // it has to know at once
        rows.look(any);
      }
      if (codes != null && rows.onDisk > 0) {
        boolean isLoaded = codes.look(any);
        lookAgain(Math.floorMod(sample, MEMORY), isLoaded ? any : UNKNOWN);
      }
    }
    return isSample;
  }

  private boolean isDue() {
    return clock.getAsLong() - sampleNanos >= NANOS_PER_SAMPLE;
  }

  /** A number below another one. */
  private static int any(int end, int number) {
    return (int) (Integer.toUnsignedLong(number * STEP) / 0x1p32 * end);
  }

  /**
   * Whether a search takes a sample, unless it is too early for one.
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
    int before = loadedCodes[slot]; // read once: another thread may forget it meanwhile
    boolean hasLeft = before != UNKNOWN && codes.isLoaded(before) == false;
    codesLeaving = hasLeft ? MEMORY_OF_LEAVING : Math.max(0, codesLeaving - 1);
    loadedCodes[slot] = next;
  }

  @Override
  public void willRead(int[] ordinals, int size) throws IOException {
    if (++batches >= nextBatch && size > 0) {
      nextBatch = BATCH_FACTOR * batches;
      rows.look(ordinals[any(size, sample + batches)]);
    }
  }

  /** Whether some rows are on disk. */
  boolean areRowsOnDisk() {
    return rows.onDisk > 0;
  }

  /** Whether some codes are on disk, and rows are as well. */
  boolean areCodesOnDisk() {
    return codes != null && rows.onDisk > 0 && codes.onDisk > 0;
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

    /** Null until the first look: segments are opened without a look at their vectors. */
    private volatile IndexInput in;

    /** {@link #MEMORY} after a look at what is on disk, one less with each at what is in memory. */
    private int onDisk;

    Part(IOSupplier<IndexInput> opener) {
      this.opener = opener;
    }

    /** Returns whether a row is in memory, and remembers it. */
    boolean look(int ordinal) throws IOException {
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
