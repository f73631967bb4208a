// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.export.parquet.ParquetExporter;
import org.omdb.cli.export.plain.FvecsExporter;
import org.omdb.cli.export.plain.JsonLinesExporter;
import org.omdb.cli.export.plain.NpyExporter;
import org.omdb.cli.export.plain.OmdbExporter;
import org.omdb.cli.export.spi.ExportFormat;

/** The list of all formats that {@code omdb export} writes. */
final class ExportFormats {

  private static final List<ExportFormat> ALL =
      List.of(
          new OmdbExporter(false),
          new NpyExporter(),
          new FvecsExporter(),
          new JsonLinesExporter(),
          new ParquetExporter());

  private ExportFormats() {}

  /**
   * The format of a name.
   *
   * @param name as of {@link ExportFormat#name}, in upper or lower case
   * @throws CommandFailure wrong usage, if there is none
   */
  static ExportFormat named(String name) throws CommandFailure {
    for (ExportFormat format : ALL) {
      if (format.name().equalsIgnoreCase(name)) {
        return format;
      }
    }
    List<String> names = ALL.stream().map(ExportFormat::name).toList();
    throw CommandFailure.usage("--format is " + name + ", expected " + list(names));
  }

  /**
   * The format that a file's name asks for.
   *
   * @throws CommandFailure wrong usage, if it asks for none
   */
  static ExportFormat of(Path file) throws CommandFailure {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    for (ExportFormat format : ALL) {
      if (name.endsWith("." + format.name())) {
        return format;
      }
    }
    List<String> endings = ALL.stream().map(format -> "." + format.name()).toList();
    throw CommandFailure.usage(
        file
            + ": the name says no format, expected one that ends with "
            + list(endings)
            + ", or --format");
  }

  private static String list(List<String> words) {
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }
}
