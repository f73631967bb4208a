// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOSupplier;

/**
 * Estimates, from samples, whether the rows and the codes of a field are in memory or have to be
 * read from disk. Searches of rows that are on disk compare codes whenever they can, and ask for
 * the rows that they are about to compare all at once, so that the disk reads them in parallel. In
 * memory, asking would cost time and bring nothing.
 *
 * <p>One search in {@value #SEARCHES_PER_SAMPLE} looks at one row and one code, which takes two
 * system calls. Only mapped files ({@code MMapDirectory}) can tell; others count as in memory.
 *
 * <p>Safe for any number of threads: a lost update delays a decision by a few searches.
 */
final class Residency {

  private static final int SEARCHES_PER_SAMPLE = 8;

  /** Samples in memory, one after the other, that it takes to forget one on disk. */
  private static final int MEMORY = 8;

  /** Steps through all ordinals in no order: the golden ratio of 2^32. */
  private static final int STEP = 0x9E3779B9;

  private final int count;
  private final Part rows;

  /** Null if there are no codes. */
  private final Part codes;

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
    boolean isTurn = search % SEARCHES_PER_SAMPLE == 0;
    if (isTurn) {
      double position = Integer.toUnsignedLong(search / SEARCHES_PER_SAMPLE * STEP) / 0x1p32;
      rows.sample(position, count);
      if (codes != null) {
        codes.sample(position, count);
      }
    }
    return isTurn;
  }

  /** Whether some rows are on disk. */
  boolean areRowsOnDisk() {
    return rows.onDisk > 0;
  }

  /** Whether some codes are on disk. */
  boolean areCodesOnDisk() {
    return codes != null && codes.onDisk > 0;
  }

  /** What is sampled. */
  private static final class Part {

    private final IOSupplier<IndexInput> opener;

    /** Null until the first sample: segments are opened without a look at their vectors. */
    private volatile IndexInput in;

    /** {@link #MEMORY} after a sample on disk, and one less with each sample in memory. */
    private int onDisk;

    Part(IOSupplier<IndexInput> opener) {
      this.opener = opener;
    }

    void sample(double position, int count) throws IOException {
      if (in == null) {
        in = opener.get();
      }
      long length = in.length() / count;
      long offset = (long) (position * count) * length;
      Optional<Boolean> isLoaded;
      try {
        isLoaded = in.slice("sample", offset, length).isLoaded();
      } catch (IllegalStateException | NullPointerException e) { // as Lucene's mapped files fail
        throw new AlreadyClosedException("vectors are closed already", e);
      }
      if (isLoaded.orElse(true) == false) {
        onDisk = MEMORY;
      } else if (onDisk > 0) {
        onDisk--;
      }
    }
  }
}
