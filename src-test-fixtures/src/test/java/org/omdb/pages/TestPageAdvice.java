// SPDX-License-Identifier: Apache-2.0
package org.omdb.pages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.FSLockFactory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.Constants;

/** Rows of a real file come from the disk because they were asked for. */
@SuppressFileSystems("*") // memory-mapped
public class TestPageAdvice extends LuceneTestCase {

  private static final int ROW_BYTES = 1_000; // rows that begin and end within pages
  private static final int ROWS = 20_000;
  private static final int ASKED = 64;

  /** No row that is looked at lies in two pieces of this size. */
  private static final long PIECE_BYTES = 1 << 20;

  private Path folder;
  private MMapDirectory directory;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    // Larger files are mapped in several pieces.
    long pieces = random().nextBoolean() ? PIECE_BYTES : MMapDirectory.DEFAULT_MAX_CHUNK_SIZE;
    directory = new MMapDirectory(folder, FSLockFactory.getDefault(), pieces);
    directory.setReadAdvice(MMapDirectory.ADVISE_BY_CONTEXT);
  }

  @Override
  public void tearDown() throws Exception {
    directory.close();
    super.tearDown();
  }

  /** A file that is not in memory. */
  private IndexInput onDisk() throws Exception {
    Path file = folder.resolve("rows");
    byte[] bytes = new byte[ROWS * ROW_BYTES];
    random().nextBytes(bytes);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(bytes));
      out.force(true);
    }
    // Java has no method for it. Where there is no such program, the file stays in memory.
    ProcessBuilder dd = new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0");
    try {
      dd.redirectErrorStream(true).redirectOutput(folder.resolve("dd.txt").toFile());
      dd.start().waitFor();
    } catch (IOException e) {
      assumeNoException("there is no dd to drop a file from memory", e);
    }
    IndexInput in = directory.openInput("rows", IOContext.DEFAULT.withHints(DataAccessHint.RANDOM));
    if (isLoaded(in, 0, ROWS / 2) || isLoaded(in, ROWS / 2, ROWS)) {
      in.close();
      assumeTrue("this system keeps the file in memory", false);
    }
    return in;
  }

  private static boolean isLoaded(IndexInput in, int row, int end) throws IOException {
    long length = (long) (end - row) * ROW_BYTES;
    return in.slice("rows", (long) row * ROW_BYTES, length).isLoaded().orElse(true);
  }

  /** The system reads it in the background, and has no way to tell when that is done. */
  private static void awaitLoaded(IndexInput in, int row) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (isLoaded(in, row, row + 1)) {
        return;
      }
      Thread.sleep(50);
    }
    fail("row " + row + " is still on disk");
  }

  /**
   * Gives up a row until it has left memory. The system skips a page that another processor has
   * just put on a list, and has no way to tell.
   */
  private static void awaitGone(IndexInput in, int row) throws Exception {
    for (int i = 0; i < 600; i++) {
      PageAdvice.best().areDone(in, new int[] {row}, 1, ROW_BYTES);
      if (isLoaded(in, row, row + 1) == false) {
        return;
      }
      Thread.sleep(50);
    }
    fail("row " + row + " is still in memory");
  }

  /** Also where rows that were in memory have made Lucene skip what is asked for. */
  public void testWhatIsAskedForComes() throws Exception {
    assumeTrue("madvise can't be called", PageAdvice.best().getClass() != PageAdvice.class);
    try (IndexInput in = onDisk()) {
      in.readBytes(new byte[ROW_BYTES], 0, ROW_BYTES);
      for (int i = 0; i < 1_000; i++) {
        in.prefetch(0, ROW_BYTES);
      }
      int[] asked = new int[ASKED];
      for (int i = 0; i < ASKED; i++) {
        asked[i] = ROWS - 1 - 100 * i; // the last one ends with the file
      }
      PageAdvice.best().willRead(in, asked, ASKED, ROW_BYTES);
      for (int row : asked) {
        awaitLoaded(in, row);
      }
      assertFalse(isLoaded(in, ROWS / 2, ROWS));
      byte[] read = new byte[ROW_BYTES];
      in.seek((long) asked[1] * ROW_BYTES);
      in.readBytes(read, 0, ROW_BYTES);
    }
  }

  /** Whoever says so is heard: a row that has left memory since comes back. */
  public void testWhatWasReadIsInMemory() throws Exception {
    assumeLinux(5, 14);
    try (IndexInput in = onDisk()) {
      int[] rows = {3, ROWS / 2, ROWS - 1};
      PageAdvice.best().wereRead(in, rows, rows.length, ROW_BYTES);
      for (int row : rows) {
        assertTrue("row " + row, isLoaded(in, row, row + 1));
      }
      assertFalse(isLoaded(in, 0, ROWS));
    }
  }

  /** It leaves memory. What it is not said of stays, and all can still be read. */
  public void testWhatIsDoneMakesRoom() throws Exception {
    assumeLinux(5, 4);
    try (IndexInput in = onDisk()) {
      int[] rows = {3, ROWS / 2, ROWS - 1};
      int other = ROWS / 4;
      byte[][] before = new byte[rows.length][ROW_BYTES];
      for (int i = 0; i < rows.length; i++) {
        in.seek((long) rows[i] * ROW_BYTES);
        in.readBytes(before[i], 0, ROW_BYTES);
      }
      in.seek((long) other * ROW_BYTES);
      in.readByte();
      for (int row : rows) {
        awaitGone(in, row);
      }
      assertTrue(isLoaded(in, other, other + 1));
      for (int i = 0; i < rows.length; i++) {
        byte[] after = new byte[ROW_BYTES];
        in.seek((long) rows[i] * ROW_BYTES);
        in.readBytes(after, 0, ROW_BYTES);
        assertArrayEquals(before[i], after);
      }
    }
  }

  private static void assumeLinux(int major, int minor) {
    assumeTrue("madvise can't be called", PageAdvice.best().getClass() != PageAdvice.class);
    assumeTrue("only Linux can be told", Constants.LINUX);
    String[] version = System.getProperty("os.version").split("[.-]");
    int kernel = 100 * Integer.parseInt(version[0]) + Integer.parseInt(version[1]);
    assumeTrue("it takes Linux " + major + "." + minor, kernel >= 100 * major + minor);
  }

  public void testLucenesIsUsedForOtherInputs() throws Exception {
    try (IndexInput in = onDisk()) {
      new PageAdvice().willRead(in, new int[] {ROWS - 1, ROWS - 100}, 2, ROW_BYTES);
      awaitLoaded(in, ROWS - 1);
      awaitLoaded(in, ROWS - 100);
    }
  }

  public void testClosedFilesAreNotTouched() throws Exception {
    IndexInput in = onDisk();
    in.close();
    for (PageAdvice way : List.of(PageAdvice.best(), new PageAdvice())) {
      expectThrows(
          AlreadyClosedException.class, () -> way.willRead(in, new int[] {1, 2}, 2, ROW_BYTES));
    }
    if (PageAdvice.best().getClass() != PageAdvice.class && Constants.LINUX) {
      expectThrows(
          AlreadyClosedException.class,
          () -> PageAdvice.best().wereRead(in, new int[] {1}, 1, ROW_BYTES));
      expectThrows(
          AlreadyClosedException.class,
          () -> PageAdvice.best().areDone(in, new int[] {1}, 1, ROW_BYTES));
    }
  }

  /** A slice outlives its file for a moment: memory that is not there any more is left alone. */
  public void testSlicesOfClosedFilesDoNoHarm() throws Exception {
    IndexInput in = onDisk();
    IndexInput slice = in.slice("rows", ROW_BYTES, (ROWS - 1) * (long) ROW_BYTES);
    in.close();
    int[] rows = {0, ROWS / 2, ROWS - 2};
    try {
      PageAdvice.best().willRead(slice, rows, rows.length, ROW_BYTES);
      PageAdvice.best().wereRead(slice, rows, rows.length, ROW_BYTES);
      PageAdvice.best().areDone(slice, rows, rows.length, ROW_BYTES);
    } catch (AlreadyClosedException e) {
      assertNotNull(e.getMessage()); // as good
    }
  }
}
