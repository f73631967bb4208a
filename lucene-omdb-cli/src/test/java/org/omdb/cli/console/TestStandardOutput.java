// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestStandardOutput extends LuceneTestCase {

  private static final String LINE = "a line of the output";

  private final StringWriter err = new StringWriter();

  /** Has room for some bytes. */
  private static final class Disk extends OutputStream {

    private final int room;
    private int used;

    Disk(int room) {
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      if (used++ == room) {
        throw new IOException("No space left on device");
      }
    }
  }

  private int end(StandardOutput out, int status) {
    return out.end(status, new PrintWriter(err, true));
  }

  public void testAllIsWrittenInUtf8() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StandardOutput out = new StandardOutput(bytes, () -> false);
    out.writer().println("Z\u00FCrich \uD83D\uDE00");
    int status = random().nextInt(3);
    assertEquals(status, end(out, status));
    assertEquals(
        "Z\u00FCrich \uD83D\uDE00" + System.lineSeparator(),
        bytes.toString(StandardCharsets.UTF_8));
    assertEquals("", err.toString());
  }

  /** Wherever the disk becomes full, in the middle or with the last bytes. */
  public void testWhatIsNotWrittenFailsTheCommand() {
    int lines = 1 + random().nextInt(10_000);
    int length = lines * (LINE.length() + System.lineSeparator().length());
    StandardOutput out = new StandardOutput(new Disk(random().nextInt(length)), () -> false);
    try {
      for (int i = 0; i < lines; i++) {
        out.writer().println(LINE);
      }
    } catch (
        @SuppressWarnings("unused")
        StandardOutput.Failed e) {
      // the command ends early
    }
    assertEquals(ExitStatus.FAILED, end(out, ExitStatus.DONE));
    assertEquals(
        "omdb: could not write all of standard output: No space left on device",
        err.toString().strip());
  }

  /** A command learns soon that nobody gets what it prints. */
  public void testACommandDoesNotGoOnInVain() {
    StandardOutput out = new StandardOutput(new Disk(1000), () -> false);
    expectThrows(
        StandardOutput.Failed.class,
        () -> {
          for (int i = 0; i < 10_000; i++) {
            out.writer().println(LINE);
          }
        });
    // a command that goes on nevertheless learns it again
    expectThrows(
        StandardOutput.Failed.class,
        () -> {
          out.writer().println(LINE);
          out.writer().flush();
        });
  }

  public void testAReaderThatLeftIsNoError() {
    StandardOutput out = new StandardOutput(new Disk(0), () -> true);
    out.writer().println(LINE);
    assertEquals(ExitStatus.READER_LEFT, end(out, ExitStatus.DONE));
    assertEquals("", err.toString());
  }
}
