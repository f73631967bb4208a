// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.export.plain.FvecsExporter;
import org.omdb.cli.export.plain.IdsFile;
import org.omdb.cli.export.plain.NpyExporter;
import org.omdb.cli.export.spi.ExportFormat;
import org.omdb.cli.export.spi.ExportRows;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.cli.index.FieldOptions;
import org.omdb.cli.index.VectorField;

/** Vectors and ids in two files: those of one export never stand beside those of another. */
public class TestReplacedPair extends ExportTestCase {

  /** Fails when the file is to get its name. */
  private static final class FailingMoves extends FilterFileSystemProvider {

    private final String ending;

    FailingMoves(FileSystem in, String ending) {
      super("failing://", in);
      this.ending = ending;
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
      if (to.toString().endsWith(ending)) {
        throw new IOException("interrupted");
      }
      super.move(from, to, options);
    }
  }

  private void importRow(String id, float component) throws IOException {
    Path file = folder.resolve("row.txt");
    Files.writeString(file, id + " " + component + " 1\n");
    run(ExitStatus.DONE, "import", "--index", index, "--field", "v", file);
  }

  private void write(ExportFormat format, Path target) throws IOException, CommandFailure {
    FieldOptions options = new FieldOptions();
    options.index = index;
    options.field = "v";
    try (VectorField field = VectorField.open(options, IndexDirectory.Reads.ALL);
        ExportRows rows = new ExportRows(field, true)) {
      format.write(rows, target, true);
    }
  }

  public void testAnInterruptedReplacementLeavesNoVectors() throws Exception {
    importRow("old", 1);
    for (ExportFormat format : List.of(new NpyExporter(), new FvecsExporter())) {
      Path target = folder.resolve("out." + format.name());
      Path ids = IdsFile.pathFor(target);
      write(format, target);
      byte[] vectorsBefore = Files.readAllBytes(target);
      String idsBefore = Files.readString(ids);
      importRow("new-" + format.name(), 2);
      for (String ending : List.of(".ids.txt", format.name())) {
        Path failing = new FailingMoves(target.getFileSystem(), ending).wrapPath(target);
        IOException failed = expectThrows(IOException.class, () -> write(format, failing));
        assertEquals("interrupted", failed.getMessage());
        assertFalse("beside ids of another export", Files.exists(target));
        assertEquals(ending.equals(".ids.txt"), Files.readString(ids).equals(idsBefore));
      }
      write(format, target);
      assertFalse(Arrays.equals(vectorsBefore, Files.readAllBytes(target)));
      assertNotEquals(idsBefore, Files.readString(ids));
    }
  }
}
