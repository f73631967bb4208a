// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.Closeable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows on standard error how far long work has come. On a terminal that is a bar, which vanishes
 * at the end; otherwise it is a line every few seconds. Short work shows nothing.
 *
 * <pre class="prettyprint">
 * try (Progress progress = Progress.start("verify", "MB", totalBytes)) {
 *   progress.add(bytes);
 * }
 * </pre>
 *
 * <p>{@link #add} and {@link #to} end a command that the user has interrupted ({@link
 * Interruption}).
 *
 * <p>Safe for any number of threads, and cheap enough for each batch of work, though not for each
 * byte.
 */
public final class Progress implements Closeable {

  private static final long SECOND = 1_000_000_000L;
  private static final long BAR_AFTER = SECOND / 2;
  private static final long BAR_EVERY = SECOND / 10;
  private static final long LINE_EVERY = 5 * SECOND;

  private final String task;
  private final String unit;
  private final long unitSize;
  private final long total;
  private final PrintStream err;
  private final BooleanSupplier isTerminal;
  private final LongSupplier nanoTime;

  private final long started;
  private final AtomicLong done = new AtomicLong();
  private volatile long due;

  // All below: guarded by this.
  private Boolean withBar;
  private ProgressBar bar;
  private boolean closed;
  private boolean printed;

  Progress(
      String task,
      String unit,
      long total,
      PrintStream err,
      BooleanSupplier isTerminal,
      LongSupplier nanoTime) {
    this.task = task;
    this.unit = unit;
    this.unitSize = unit.equals("MB") ? 1_000_000 : 1;
    this.total = total;
    this.err = err;
    this.isTerminal = isTerminal;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.due = started + BAR_AFTER;
  }

  /**
   * Starts to measure.
   *
   * @param task a word for the work
   * @param unit what is counted, such as {@code rows}; bytes are shown in {@code MB}
   * @param total how much there is to do, in single units or bytes; -1 if that is not known
   * @return to be closed when the work is done
   */
  public static Progress start(String task, String unit, long total) {
    return new Progress(
        task, unit, total, System.err, () -> Terminals.isTerminal(2), System::nanoTime);
  }

  /**
   * Adds to what is done.
   *
   * @param amount in single units or bytes
   */
  public void add(long amount) {
    done.addAndGet(amount);
    showIfDue();
  }

  /**
   * Sets what is done.
   *
   * @param amount in single units or bytes, from the start
   */
  public void to(long amount) {
    done.set(amount);
    showIfDue();
  }

  private void showIfDue() {
    Interruption.check();
    if (nanoTime.getAsLong() - due >= 0) {
      show();
    }
  }

  private synchronized void show() {
    long now = nanoTime.getAsLong();
    if (closed || now - due < 0) {
      return; // another thread did
    }
    if (withBar == null) {
      withBar = isTerminal.getAsBoolean();
      if (withBar == false) {
        due = started + LINE_EVERY;
        return;
      }
      bar = newBar(Duration.ofNanos(now - started));
    }
    if (withBar) {
      bar.stepTo(done.get());
      due = now + BAR_EVERY;
    } else {
      err.println(line(now));
      printed = true;
      due = now + LINE_EVERY;
    }
  }

  private ProgressBar newBar(Duration elapsed) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setUnit(" " + unit, unitSize)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(100)
        .setConsumer(new ConsoleProgressBarConsumer(err, Terminals.width() - 1))
        .startsFrom(0, elapsed)
        .showSpeed()
        .clearDisplayOnFinish()
        .build();
  }

  private String line(long now) {
    double seconds = (now - started) / (double) SECOND;
    long amount = done.get();
    double rate = amount / seconds;
    StringBuilder line = new StringBuilder(task).append(": ").append(inUnits(amount));
    if (total > 0) {
      line.append(" of ").append(inUnits(total));
    }
    line.append(' ').append(unit);
    line.append(String.format(Locale.ROOT, ", %,.0f %s/s", rate / unitSize, unit));
    if (total > amount && amount > 0) {
      line.append(String.format(Locale.ROOT, ", %,.0f s left", (total - amount) / rate));
    }
    return line.toString();
  }

  private String inUnits(long amount) {
    return String.format(Locale.ROOT, "%,d", amount / unitSize);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (bar != null) {
      bar.stepTo(done.get());
      bar.close();
    } else if (printed) {
      err.println(line(nanoTime.getAsLong()));
    }
  }
}
