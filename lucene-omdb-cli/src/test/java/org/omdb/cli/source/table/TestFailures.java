// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.file.DiskException;
import org.omdb.cli.source.file.SourceFile;

/** What is made of whatever a library throws. */
public class TestFailures extends SourceTestCase {

  private void assertWords(String expected, Failures.Call<?> call) throws Exception {
    try (SourceFile file = SourceFile.open(write("a", "a"))) {
      Failures failures = new Failures(file, "a whole file");
      CommandFailure failure = expectThrows(CommandFailure.class, () -> failures.translate(call));
      assertEquals(file + ": " + expected, failure.getMessage());
    }
  }

  public void testBadContent() throws Exception {
    assertWords(
        "found \"no magic\" when reading it, expected a whole file",
        () -> {
          throw new IllegalStateException("open", new IOException("no magic"));
        });
  }

  public void testErrorsOfTheDisk() throws Exception {
    assertWords(
        "Input/output error, while it was read",
        () -> {
          IOException e = new IOException("Input/output error");
          throw new IllegalStateException(new UncheckedIOException(new DiskException(e)));
        });
    assertWords(
        "a fault occurred in an unsafe memory access operation, while it was read",
        () -> {
          throw new InternalError("a fault occurred in an unsafe memory access operation");
        });
  }

  public void testTooLittleMemory() throws Exception {
    assertWords(
        "it needs more memory than there is: give more with OMDB_JAVA_OPTS=-Xmx4g or the like, or"
            + " it is damaged",
        () -> {
          throw new IllegalStateException(new OutOfMemoryError());
        });
  }
}
