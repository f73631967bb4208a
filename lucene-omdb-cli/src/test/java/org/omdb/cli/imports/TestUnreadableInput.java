// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/** A file that can't be read is not taken for an index that can't be written. */
public class TestUnreadableInput extends LuceneTestCase {

  /** Fails when it is opened, or at the third row. */
  private record Failing(IOException failure, boolean atOnce) implements SourceFormat {

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public String description() {
      return "of a disk with a fault";
    }

    @Override
    public boolean recognizes(FileHead head) {
      return false;
    }

    @Override
    public VectorSource open(SourceFile file, Columns columns) throws IOException {
      if (atOnce) {
        file.window().close();
        throw failure;
      }
      return new VectorSource() {

        private int row;

        @Override
        public int dimension() {
          return 1;
        }

        @Override
        public long rows() {
          return 5;
        }

        @Override
        public long position() {
          return row;
        }

        @Override
        public long length() {
          return 5;
        }

        @Override
        public boolean next() throws IOException {
          if (row++ == 2) {
            throw failure;
          }
          return true;
        }

        @Override
        public String id() {
          return "row" + row;
        }

        @Override
        public float[] vector() {
          return new float[] {row};
        }

        @Override
        public void close() throws IOException {
          file.window().close();
        }
      };
    }
  }

  private static void read(Path path, SourceFormat format) throws IOException, CommandFailure {
    try (Input input = new Input(path, format, Columns.DEFAULT, false)) {
      while (input.next()) {
        assertEquals(1, input.source().dimension());
      }
    }
  }

  public void testTheMessageNamesTheFileAndThatItWasRead() throws IOException {
    Path path = Files.writeString(createTempDir().resolve("a.bin"), "content");
    for (boolean atOnce : new boolean[] {false, true}) {
      IOException failure = new IOException("Input/output error");
      CommandFailure refused =
          expectThrows(CommandFailure.class, () -> read(path, new Failing(failure, atOnce)));
      assertEquals(path + ": Input/output error, while it was read", refused.getMessage());
      assertSame(failure, refused.getCause());

      FileSystemException named = new FileSystemException("a.bin", null, "Stale file handle");
      assertSame(
          named,
          expectThrows(FileSystemException.class, () -> read(path, new Failing(named, atOnce))));
    }
  }
}
