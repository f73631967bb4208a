// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.store.AlreadyClosedException;
import org.omdb.code.BinaryQuery;
import org.omdb.code.BinaryRows;
import org.omdb.code.CodeScorer;
import org.omdb.code.CodeTarget;
import org.omdb.code.FieldCodes;

/**
 * Has the code that compares codes compiled before searches use it. Until the JVM's best compiler
 * has seen it, SIMD code of the vector API takes a hundred times as long, so the first searches
 * after a start compare float32 rows as Lucene does. After some hundred of them a thread of this
 * class compares codes of a segment, for nothing, until that is fast: for some seconds, most of
 * which it rests, once in the life of a JVM.
 *
 * <p>With the system property {@value #PROPERTY} set to {@value #NONE}, codes are used from the
 * start: for tests that want one way of searching, whenever they search.
 */
public final class WarmUp {

  /** System property. */
  public static final String PROPERTY = "org.omdb.warmUp";

  /** Its value for no warm-up. */
  public static final String NONE = "none";

  private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());

  /** Searches before it starts. */
  private static final int FIRST_SEARCHES = 1_000;

  /** What a round takes at most once it is compiled; before, it is milliseconds. */
  private static final long FAST_NANOS = 50_000;

  private static final long FAST_NANOS_PER_COMPONENT = 100;

  /** Times that it rests for as long as it has worked. */
  private static final int REST = 3;

  /** So many times in a row. */
  private static final int FAST_ROUNDS = 64;

  private static final int ROWS = 32;
  private static final int REPEATS = 8;
  private static final int BLOCKS = 2;

  /** A JVM that has not compiled it by then never will. */
  private static final long MAX_NANOS = 120_000_000_000L;

  private static final AtomicReference<Thread> THREAD = new AtomicReference<>();

  private static int searches;

  private static volatile boolean isOver = NONE.equals(System.getProperty(PROPERTY));

  private final FieldCodes fieldCodes;
  private final FloatVectorValues vectors;
  private final CodeScorer codes;
  private final BinaryRows binaryRows;
  private final CodeTarget target;
  private final BinaryQuery binaryQuery;
  private final SplittableRandom random = new SplittableRandom(42);
  private final int[] ordinals = new int[ROWS];
  private final float[] maxima = new float[BinaryRows.BLOCK];
  private final float[] estimates = new float[Math.max(ROWS, BLOCKS * BinaryRows.BLOCK)];

  private WarmUp(SearchedField field, SearchFiles files) throws IOException {
    fieldCodes = field.codes();
    vectors = files.vectors().getFloatVectorValues(field.name());
    codes = fieldCodes.openScorer(files.codes(), vectors.copy());
    binaryRows = fieldCodes.openBinaryRows(files.codes());
    target = new CodeTarget(fieldCodes.coder());
    binaryQuery = new BinaryQuery(field.dimension());
  }

  /**
   * Whether codes are compared fast by now. After some searches that were told that they are not,
   * it has that changed: before, the JVM has enough to do.
   *
   * @param field has codes; stays open for the time being, and if it does not, another one will do
   */
  static boolean isOver(SearchedField field, SearchFiles files) {
    if (isOver) {
      return true;
    }
    if (THREAD.get() == null && searches++ >= FIRST_SEARCHES) { // about so many
      Thread thread = new Thread(() -> run(field, files), "omdb-warm-up");
      thread.setDaemon(true);
      thread.setPriority(Thread.MIN_PRIORITY);
      if (THREAD.compareAndSet(null, thread)) {
        thread.start();
      }
    }
    return false;
  }

  private static void run(SearchedField field, SearchFiles files) {
    boolean isDecided = false;
    try {
      isOver = new WarmUp(field, files).untilFast();
      isDecided = true;
      if (isOver == false) {
        LOG.warning(
            "OMDB compares vectors by float32 instead of codes: this Java does not compile the code"
                + " that compares codes; run on a JVM with the C2 compiler");
      }
    } catch (AlreadyClosedException e) {
      LOG.log(Level.FINE, "the segment was closed; another one will do", e);
    } catch (IOException e) {
      LOG.log(Level.FINE, "the segment can't be read, as its searches will tell", e);
    } finally {
      if (isDecided == false) {
        THREAD.set(null);
      }
    }
  }

  private boolean untilFast() throws IOException {
    long start = System.nanoTime();
    int fast = 0;
    while (fast < FAST_ROUNDS) {
      long before = System.nanoTime();
      if (before - start > MAX_NANOS) {
        return false;
      }
      round();
      long taken = System.nanoTime() - before;
      if (taken <= FAST_NANOS + FAST_NANOS_PER_COMPONENT * fieldCodes.dimension()) {
        fast++;
      } else {
        fast = 0;
        LockSupport.parkNanos(REST * taken); // searches go on meanwhile, and so do compilers
      }
    }
    return true;
  }

  private void round() throws IOException {
    int count = fieldCodes.count();
    int blocks = Math.min(BLOCKS, BinaryRows.blocks(fieldCodes.binaryCount()));
    int size = blocks * BinaryRows.BLOCK;
    for (int i = 0; i < ROWS; i++) {
      ordinals[i] = random.nextInt(count);
    }
    // What a search calls once is called several times: compilers count calls.
    for (int i = 0; i < REPEATS; i++) {
      target.set(vectors.vectorValue(ordinals[i]));
      codes.setTarget(target);
      binaryQuery.set(target);
      binaryRows.estimate(binaryQuery, 0, blocks, estimates);
      int above = binaryRows.countAbove(estimates, size, estimates[0]);
      binaryRows.findAbove(estimates, size, estimates[0], new int[above]);
      binaryRows.foldMaxima(estimates, size, maxima, BinaryRows.BLOCK);
    }
    codes.bulkScore(ordinals, estimates, ROWS);
  }

  /** Whether it has ended well: for tests. */
  static boolean hasEnded() {
    return isOver;
  }

  /**
   * Waits until a warm-up that is under way is over: for tests.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public static void await() throws InterruptedException {
    Thread thread = THREAD.get();
    if (thread != null) {
      thread.join();
    }
  }
}
