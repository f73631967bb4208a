// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import com.carrotsearch.randomizedtesting.ThreadFilter;
import com.carrotsearch.randomizedtesting.annotations.ThreadLeakFilters;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.tests.util.LuceneTestCase;

@ThreadLeakFilters(filters = TestProgress.ThreadOfTheBar.class)
public class TestProgress extends LuceneTestCase {

  /** The library keeps one daemon thread for all bars. */
  public static final class ThreadOfTheBar implements ThreadFilter {

    @Override
    public boolean reject(Thread thread) {
      return thread.getName().equals("ProgressBar");
    }
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong nanoTime = new AtomicLong(random().nextLong());

  private Progress start(String unit, long total, boolean terminal) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Progress("verify", unit, total, err, () -> terminal, nanoTime::get);
  }

  private void pass(long milliseconds) {
    nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(milliseconds));
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  public void testShortWorkIsSilent() {
    try (Progress progress = start("MB", 10, random().nextBoolean())) {
      progress.add(5);
      pass(400);
      progress.add(5);
    }
    assertEquals("", printed());
  }

  public void testLinesEveryFiveSeconds() {
    try (Progress progress = start("MB", 2_000_000_000, false)) {
      for (int i = 0; i < 11; i++) {
        pass(1000);
        progress.add(100_000_000);
      }
    }
    assertEquals(
        """
        verify: 500 of 2,000 MB, 100 MB/s, 15 s left
        verify: 1,000 of 2,000 MB, 100 MB/s, 10 s left
        verify: 1,100 of 2,000 MB, 100 MB/s, 9 s left
        """,
        printed());
  }

  public void testTotalMayBeUnknown() {
    try (Progress progress = start("rows", -1, false)) {
      pass(1000);
      progress.to(1);
      pass(4000);
      progress.to(50);
    }
    assertEquals("verify: 50 rows, 10 rows/s\n".repeat(2), printed());
  }

  public void testBarOnATerminal() throws InterruptedException {
    try (Progress progress = start("MB", 2_000_000_000, true)) {
      pass(1000);
      progress.to(1_000_000_000);
      // The bar is drawn by a thread of its own, which a busy machine may keep waiting.
      for (int i = 0; i < 200 && printed().contains("MB") == false; i++) {
        Thread.sleep(50);
      }
    }
    assertTrue(printed(), printed().contains("verify"));
    assertTrue(printed(), printed().contains("MB"));
  }
}
