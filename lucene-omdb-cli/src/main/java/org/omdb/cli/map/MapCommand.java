// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.JsonOutput;
import org.omdb.cli.console.Progress;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.cli.folder.WholeFile;
import org.omdb.cli.index.FieldOptions;
import org.omdb.cli.index.IndexFolders;
import org.omdb.cli.index.VectorField;
import org.omdb.cli.map.layout.KeptNeighbors;
import org.omdb.cli.map.layout.Layout;
import org.omdb.cli.map.layout.PrincipalAxes;
import org.omdb.cli.map.layout.Slices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code omdb map}: writes a page on which the vectors of an index lie as points. */
@Command(
    name = "map",
    description = {
      "Writes one HTML page on which vectors lie as points, neighbors close together. It shows the"
          + " id, the stored columns and the nearest neighbors of each point, finds points by their"
          + " ids, and loads nothing from the network."
    },
    footer = {"", "Example:", "  omdb map --index idx --field words --color language words.html"},
    mixinStandardHelpOptions = true)
public final class MapCommand implements Callable<Integer> {

  /** As many as a browser draws in a frame. */
  private static final int MAX_ROWS = 100_000;

  @Spec private CommandSpec spec;
  @Mixin private FieldOptions options;

  @Option(
      names = "--color",
      paramLabel = "COLUMN",
      description =
          "Color points by a stored column: its most frequent values, or a scale of numbers.")
  private String color;

  @Option(
      names = "--rows",
      defaultValue = "100000",
      paramLabel = "N",
      description =
          "How many vectors are on the map at most, by default ${DEFAULT-VALUE}. Of more, a uniform"
              + " sample is taken.")
  private int rows;

  @Option(
      names = "--seed",
      defaultValue = "42",
      paramLabel = "S",
      description =
          "Another seed gives another sample and another layout; by default" + " ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--overwrite", description = "Replace OUT.html if it exists.")
  private boolean overwrite;

  @Option(names = "--json", description = "Report as JSON.")
  private boolean json;

  @Parameters(paramLabel = "OUT.html", description = "The page to write.")
  private Path out;

  @Override
  public Integer call() throws IOException, CommandFailure {
    if (rows < 1 || rows > MAX_ROWS) {
      throw CommandFailure.usage("--rows is " + rows + ", expected 1 to " + MAX_ROWS);
    }
    IndexFolders.checkOutside(options.index, out);
    try (VectorField field = VectorField.open(options, IndexDirectory.Reads.PARTS)) {
      WholeFile.check(out, overwrite);
      return map(field);
    } catch (FileAlreadyExistsException e) {
      throw CommandFailure.data(e.getMessage() + ": --overwrite replaces it");
    }
  }

  private int map(VectorField field) throws IOException, CommandFailure {
    long nanos = System.nanoTime();
    MapPoints points = MapPoints.choose(field, rows, seed);
    MapValues values = new MapValues(field, points);
    MapColors colors =
        color == null ? MapColors.none(points.size()) : MapColors.of(color, values.ofColumn(color));
    try (Slices slices = new Slices()) {
      NeighborSearch.Result found = NeighborSearch.of(field, points, slices);
      PrincipalAxes axes = PrincipalAxes.of(points, slices, seed);
      float[] positions = layOut(found, axes, slices);
      MapFacts facts =
          new MapFacts(
              field,
              seed,
              points.size(),
              points.total(),
              axes.keptVariance(),
              KeptNeighbors.of(found.neighbors(), axes.positions(), slices, seed),
              KeptNeighbors.of(found.neighbors(), positions, slices, seed));
      long bytes;
      try (WholeFile file = WholeFile.create(out, overwrite)) {
        MapWriter writer = new MapWriter(file.stream(), title());
        writer.writeAbout(facts.forPage(MapWriter.SHOWN_NEIGHBORS, colors.legend()));
        writer.writeDocuments(points, values);
        writer.writePositions(positions);
        writer.writeColors(colors.colors());
        writer.writeNeighbors(found.neighbors(), found.scores());
        writer.end();
        bytes = file.commit();
      }
      report(facts, values, bytes, (System.nanoTime() - nanos) / 1e9);
    }
    return ExitStatus.DONE;
  }

  private float[] layOut(NeighborSearch.Result found, PrincipalAxes axes, Slices slices)
      throws IOException {
    int epochs = Layout.epochs(found.neighbors().size());
    try (Progress progress = Progress.start("layout", "epochs", epochs)) {
      return Layout.of(found.neighbors(), axes.positions(), slices, seed, progress::to);
    }
  }

  private String title() {
    return options.index.toAbsolutePath().normalize().getFileName() + " · " + options.field;
  }

  private void report(MapFacts facts, MapValues values, long bytes, double seconds) {
    PrintWriter print = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> report = facts.forReport();
      report.put("values_cut", values.cut());
      report.put("bytes", bytes);
      report.put("seconds", Math.round(seconds * 1000) / 1000.0);
      JsonOutput.print(print, report);
      return;
    }
    print.printf(Locale.ROOT, "%s: %,d bytes, %.1f s%n", out, bytes, seconds);
    facts.lines().forEach(print::println);
    if (values.cut() > 0) {
      print.printf(
          Locale.ROOT,
          "stored columns of %,d vectors are cut, to keep the page small%n",
          values.cut());
    }
  }
}
