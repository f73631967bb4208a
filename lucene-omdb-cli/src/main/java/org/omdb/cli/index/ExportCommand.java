// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.JsonOutput;
import org.omdb.cli.console.Progress;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.image.MagicOrder;
import org.omdb.lucene.OmdbExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code omdb export}: writes the live vectors of an index and their ids into an OMDB file. */
@Command(
    name = "export",
    description = {
      "Writes the live vectors of an index and their ids into an OMDB file, in document order.",
      "",
      "Vectors without an id get no entry in the id table. Byte vectors are widened to float32."
    },
    footer = {"", "Example:", "  omdb export --index idx --field words words.omdb"},
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private FieldOptions options;

  @Option(
      names = "--engine",
      description = "Write the magic bytes in the order that OmenDB's engine reads (BDMO).")
  private boolean engine;

  @Option(names = "--overwrite", description = "Replace OUT.omdb if it exists.")
  private boolean overwrite;

  @Option(names = "--json", description = "Report as JSON.")
  private boolean json;

  @Parameters(paramLabel = "OUT.omdb", description = "The file to write.")
  private Path out;

  @Override
  public Integer call() throws IOException, CommandFailure {
    checkTarget();
    long nanos = System.nanoTime();
    OmdbExport.Result counts;
    try (VectorField field = VectorField.open(options, IndexDirectory.Reads.ALL)) {
      counts = export(field);
    }
    double seconds = (System.nanoTime() - nanos) / 1e9;
    double megabytesPerSecond = counts.bytes() / seconds / (1 << 20);
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("vectors", counts.vectors());
      result.put("ids", counts.ids());
      result.put("bytes", counts.bytes());
      result.put("seconds", Math.round(seconds * 1000) / 1000.0);
      result.put("mb_per_second", Math.round(megabytesPerSecond));
      JsonOutput.print(spec.commandLine().getOut(), result);
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%,d vectors with %,d ids exported to %s; %,d bytes, %.1f s, %,.0f MB/s%n",
              counts.vectors(),
              counts.ids(),
              out,
              counts.bytes(),
              seconds,
              megabytesPerSecond);
    }
    return ExitStatus.DONE;
  }

  private OmdbExport.Result export(VectorField field) throws IOException, CommandFailure {
    OmdbExport export =
        OmdbExport.of(field.reader(), field.info().name, field.info().getVectorDimension())
            .magicOrder(engine ? MagicOrder.ENGINE : MagicOrder.DOCUMENT)
            .overwrite(overwrite);
    try (Progress progress = Progress.start("export", "MB", export.vectorBytes())) {
      return export.progress(progress::to).write(out);
    } catch (FileAlreadyExistsException e) {
      throw CommandFailure.data(e.getMessage() + ": --overwrite replaces it");
    }
  }

  private void checkTarget() throws IOException, CommandFailure {
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(folder)
        && Files.isDirectory(options.index)
        && Files.isSameFile(folder, options.index)) {
      throw CommandFailure.usage(
          out + " is in the index folder, which belongs to Lucene: export to another folder");
    }
  }
}
