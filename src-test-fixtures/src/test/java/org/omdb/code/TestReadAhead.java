// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;

/** Rows of a real file come from the disk because they were asked for. */
@SuppressFileSystems("*") // memory-mapped
public class TestReadAhead extends LuceneTestCase {

  private static final int ROW_BYTES = 1_000; // rows that begin and end within pages
  private static final int ROWS = 20_000;
  private static final int ASKED = 64;

  private Path folder;
  private MMapDirectory directory;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    directory = new MMapDirectory(folder);
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

  private static void awaitLoaded(IndexInput in, int row) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (isLoaded(in, row, row + 1)) {
        return;
      }
      Thread.sleep(50);
    }
    fail("row " + row + " is still on disk");
  }

  /** Also where rows that were in memory have made Lucene skip what is asked for. */
  public void testWhatIsAskedForComes() throws Exception {
    assumeTrue("madvise can't be called", ReadAhead.BEST.getClass() != ReadAhead.class);
    try (IndexInput in = onDisk()) {
      in.readBytes(new byte[ROW_BYTES], 0, ROW_BYTES);
      for (int i = 0; i < 1_000; i++) {
        in.prefetch(0, ROW_BYTES);
      }
      int[] asked = new int[ASKED];
      for (int i = 0; i < ASKED; i++) {
        asked[i] = ROWS - 1 - 100 * i; // the last one ends with the file
      }
      ReadAhead.BEST.rows(in, asked, ASKED, ROW_BYTES);
      for (int row : asked) {
        awaitLoaded(in, row);
      }
      assertFalse(isLoaded(in, ROWS / 2, ROWS));
      byte[] read = new byte[ROW_BYTES];
      in.seek((long) asked[1] * ROW_BYTES);
      in.readBytes(read, 0, ROW_BYTES);
    }
  }

  public void testLucenesIsUsedForOtherInputs() throws Exception {
    try (IndexInput in = onDisk()) {
      new ReadAhead().rows(in, new int[] {ROWS - 1, ROWS - 100}, 2, ROW_BYTES);
      awaitLoaded(in, ROWS - 1);
      awaitLoaded(in, ROWS - 100);
    }
  }

  public void testClosedFilesAreNotTouched() throws Exception {
    IndexInput in = onDisk();
    in.close();
    for (ReadAhead way : List.of(ReadAhead.BEST, new ReadAhead())) {
      expectThrows(
          AlreadyClosedException.class, () -> way.rows(in, new int[] {1, 2}, 2, ROW_BYTES));
    }
  }
}
