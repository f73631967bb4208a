// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.JsonOutput;
import org.omdb.cli.console.Printable;
import org.omdb.cli.console.Progress;
import org.omdb.cli.export.plain.IdsFile;
import org.omdb.cli.export.plain.OmdbExporter;
import org.omdb.cli.export.spi.ExportFormat;
import org.omdb.cli.export.spi.ExportRows;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.cli.folder.WholeFile;
import org.omdb.cli.index.FieldOptions;
import org.omdb.cli.index.IndexFolders;
import org.omdb.cli.index.VectorField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code omdb export}: writes the live vectors of an index into a file. */
@Command(
    name = "export",
    description = {
      "Writes the live vectors of an index, with their ids, into a file. Its name says the format:"
          + " .omdb, .npy, .fvecs, .jsonl or .parquet.",
      "",
      ".jsonl and .parquet have the stored columns too. .npy and .fvecs have no ids: these are in"
          + " OUT.ids.txt, one per line. Byte vectors are widened to float32."
    },
    footer = {"", "Example:", "  omdb export --index idx --field words --sort-ids words.parquet"},
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private FieldOptions options;

  @Option(
      names = "--format",
      paramLabel = "omdb|npy|fvecs|jsonl|parquet",
      description = "The format, if the name of the file does not end with it.")
  private String format;

  @Option(
      names = "--sort-ids",
      description = "In the order of the bytes of ids. Without it, in the order of documents.")
  private boolean sortIds;

  @Option(
      names = "--engine",
      description =
          "Write the magic bytes of an OMDB file in the order that OmenDB's engine reads (BDMO).")
  private boolean engine;

  @Option(names = "--overwrite", description = "Replace OUT if it exists.")
  private boolean overwrite;

  @Option(names = "--json", description = "Report as JSON.")
  private boolean json;

  @Parameters(paramLabel = "OUT", description = "The file to write.")
  private Path out;

  @Override
  public Integer call() throws IOException, CommandFailure {
    IndexFolders.checkOutside(options.index, out);
    ExportFormat known = format();
    if (known.hasIds() == false) {
      IndexFolders.checkOutside(options.index, IdsFile.pathFor(out));
    }
    long nanos = System.nanoTime();
    try (VectorField field = VectorField.open(options, IndexDirectory.Reads.ALL)) {
      WholeFile.check(out, overwrite);
      try (ExportRows rows = new ExportRows(field, sortIds);
          Progress progress = Progress.start("export", "rows", rows.vectors())) {
        rows.onProgress(progress::to);
        long bytes = known.write(rows, out, overwrite);
        report(known, rows, bytes, (System.nanoTime() - nanos) / 1e9);
      }
    } catch (FileAlreadyExistsException e) {
      throw CommandFailure.data(e.getMessage() + ": --overwrite replaces it");
    }
    return ExitStatus.DONE;
  }

  private ExportFormat format() throws CommandFailure {
    ExportFormat known = format == null ? ExportFormats.of(out) : ExportFormats.named(format);
    if (engine == false) {
      return known;
    }
    if (known instanceof OmdbExporter == false) {
      throw CommandFailure.usage(
          "--engine is for OMDB files, which the engine reads; this is ." + known.name());
    }
    return new OmdbExporter(true);
  }

  private void report(ExportFormat known, ExportRows rows, long bytes, double seconds) {
    PrintWriter print = spec.commandLine().getOut();
    List<String> leftOut = known.keepsColumns() ? List.of() : rows.otherFields();
    boolean idsBeside = known.hasIds() == false && rows.ids() > 0;
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("format", known.name());
      result.put("order", sortIds ? "ids" : "documents");
      result.put("vectors", rows.vectors());
      result.put("ids", rows.ids());
      result.put("ids_file", idsBeside ? IdsFile.pathFor(out).toString() : null);
      result.put("fields_left_out", leftOut);
      result.put("bytes", bytes);
      result.put("seconds", Math.round(seconds * 1000) / 1000.0);
      result.put("mb_per_second", Math.round(bytes / seconds / (1 << 20)));
      JsonOutput.print(print, result);
      return;
    }
    print.printf(
        Locale.ROOT,
        "%,d vectors with %,d ids exported to %s as %s, %s; %,d bytes, %.1f s, %,.0f MB/s%n",
        rows.vectors(),
        rows.ids(),
        out,
        known.name(),
        sortIds ? "sorted by id" : "in document order",
        bytes,
        seconds,
        bytes / seconds / (1 << 20));
    if (idsBeside) {
      print.println("the ids are in " + IdsFile.pathFor(out) + ", a line for each vector");
    }
    if (rows.ids() < rows.vectors()) {
      print.printf(Locale.ROOT, "%,d vectors have no id%n", rows.vectors() - rows.ids());
    }
    if (leftOut.isEmpty() == false) {
      print.println(
          "left out: "
              + Printable.of(String.join(", ", leftOut))
              + "; .parquet and .jsonl keep what is stored");
    }
  }
}
