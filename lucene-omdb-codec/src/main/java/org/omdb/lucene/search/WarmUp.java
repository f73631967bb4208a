// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.List;
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
 * Lets the JVM compile the kernels that compare codes before searches use them. Until its C2
 * compiler has done so, SIMD code of the vector API is about a hundred times slower. So the first
 * searches after a start of the JVM compare float32 rows, as Lucene does. After about {@value
 * #FIRST_SEARCHES} of them, a background thread starts. It compares codes of some segment, without
 * using the results, until that is fast. Searches go on comparing rows until it is done, which
 * takes some seconds, since it rests most of the time. Measured by {@code benchmarks/run --scenario
 * start}.
 *
 * <p>It runs once in the life of a JVM for codes in mapped files, and once for codes that are
 * copied to the heap, as those of a new segment in an {@code NRTCachingDirectory}: these are
 * compared by other code.
 *
 * <p>With the system property {@value #PROPERTY} set to {@value #NONE}, codes are used from the
 * first search on. That is for tests which need the same way of searching every time.
 */
public final class WarmUp {

  /** The system property that turns the warm-up off. */
  public static final String PROPERTY = "org.omdb.warmUp";

  /** The value of {@link #PROPERTY} for no warm-up. */
  public static final String NONE = "none";

  private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());

  /** Searches before the warm-up starts: before that, the JVM is busy compiling other code. */
  private static final int FIRST_SEARCHES = 1_000;

  /**
   * A round that takes at most this long, and {@link #FAST_NANOS_PER_COMPONENT} more for each
   * component of a vector, ran compiled code. One that did not takes milliseconds.
   */
  private static final long FAST_NANOS = 50_000;

  private static final long FAST_NANOS_PER_COMPONENT = 100;

  /**
   * The warm-up is over after this many more fast rounds than slow ones. Not in a row: where all
   * cores are busy, the thread has to wait for one now and then.
   */
  private static final int FAST_ROUNDS = 64;

  /** After a slow round the thread rests this many times as long as the round took. */
  private static final int REST_FACTOR = 3;

  // What a round does.
  private static final int ROWS = 32;
  private static final int REPEATS = 8;
  private static final int BLOCKS = 2;

  /** A JVM that has not compiled the kernels by then is taken for one that never will. */
  private static final long MAX_NANOS = 120_000_000_000L;

  private static final WarmUp OF_MAPPED = new WarmUp();
  private static final WarmUp OF_COPIED = new WarmUp();

  private final AtomicReference<Thread> thread = new AtomicReference<>();
  private int searches;
  private volatile boolean isOver = NONE.equals(System.getProperty(PROPERTY));

  private WarmUp() {}

  /**
   * The warm-up of codes in mapped files, or that of others.
   *
   * @param areMapped see {@link FieldCodes#areMapped}
   */
  static WarmUp of(boolean areMapped) {
    return areMapped ? OF_MAPPED : OF_COPIED;
  }

  /**
   * Whether the kernels are compiled by now. To be asked once per search, since it counts the
   * searches and starts the background thread.
   *
   * @param field a field with codes, which the thread compares
   * @param files its files; if they are closed meanwhile, a later search's field takes its place
   */
  boolean isOver(SearchedField field, SearchFiles files) {
    if (isOver) {
      return true;
    }
    if (thread.get() == null
        && searches++ >= FIRST_SEARCHES) { // a race loses some, which is all right
      start(new Thread(() -> run(field, files), "omdb-warm-up"));
    }
    return false;
  }

  private void start(Thread next) {
    next.setDaemon(true);
    next.setPriority(Thread.MIN_PRIORITY);
    if (thread.compareAndSet(null, next)) {
      try {
        next.start();
      } catch (OutOfMemoryError e) { // as Java calls it if the system has no more threads
        LOG.log(Level.FINE, "no thread for the warm-up; a later search will try again", e);
        searches = 0;
        thread.set(null);
      }
    }
  }

  private void run(SearchedField field, SearchFiles files) {
    boolean isDecided = false;
    try {
      isOver = new Rounds(field, files).untilFast();
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
        thread.set(null);
      }
    }
  }

  /** What is done again and again until it is fast. */
  private static final class Rounds {

    private final FieldCodes fieldCodes;
    private final FloatVectorValues vectors;
    private final CodeScorer codes;

    /** Null if they are not compared with SIMD: searches do not use them then. */
    private final BinaryRows binaryRows;

    private final CodeTarget target;
    private final BinaryQuery binaryQuery;

    /**
     * The same in each round: others might have to come from disk, which takes as long as slow
     * code.
     */
    private final int[] ordinals = new int[ROWS];

    private final float[] maxima = new float[BinaryRows.BLOCK];
    private final float[] estimates = new float[Math.max(ROWS, BLOCKS * BinaryRows.BLOCK)];

    Rounds(SearchedField field, SearchFiles files) throws IOException {
      fieldCodes = field.codes();
      vectors = files.vectors().getFloatVectorValues(field.name());
      codes = fieldCodes.openScorer(files.codes(), vectors.copy());
      BinaryRows rows = fieldCodes.openBinaryRows(files.codes());
      binaryRows = rows.isFast() ? rows : null;
      target = new CodeTarget(fieldCodes.coder());
      binaryQuery = new BinaryQuery(field.dimension());
      SplittableRandom random = new SplittableRandom(42);
      for (int i = 0; i < ROWS; i++) {
        ordinals[i] = random.nextInt(field.count());
      }
    }

    /** Runs rounds until they are fast; false if they never are. */
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
          fast = Math.max(0, fast - 1);
          LockSupport.parkNanos(REST_FACTOR * taken); // leaves the cores to searches and compilers
        }
      }
      return true;
    }

    /** Calls all that a search by codes calls. */
    private void round() throws IOException {
      // Compilers count calls, so what a search calls once is called several times.
      for (int i = 0; i < REPEATS; i++) {
        target.set(vectors.vectorValue(ordinals[i]));
        codes.setTarget(target);
        if (binaryRows != null) {
          scan();
        }
      }
      codes.bulkScore(ordinals, estimates, ROWS);
    }

    private void scan() throws IOException {
      int blocks = Math.min(BLOCKS, BinaryRows.blocks(fieldCodes.binaryCount()));
      int size = blocks * BinaryRows.BLOCK;
      binaryQuery.set(target);
      binaryRows.estimate(binaryQuery, 0, blocks, estimates);
      int above = binaryRows.countAbove(estimates, size, estimates[0]);
      binaryRows.findAbove(estimates, size, estimates[0], new int[above]);
      binaryRows.foldMaxima(estimates, size, maxima, BinaryRows.BLOCK);
    }
  }

  /** Whether codes in mapped files, or others, are used by now. For tests. */
  static boolean hasEnded(boolean areMapped) {
    return of(areMapped).isOver;
  }

  /**
   * Waits until a warm-up that is under way is over. For tests.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public static void await() throws InterruptedException {
    for (WarmUp warmUp : List.of(OF_MAPPED, OF_COPIED)) {
      Thread running = warmUp.thread.get();
      if (running != null) {
        running.join();
      }
    }
  }
}
