// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code examples/find-packages/run}. */
@Command(
    name = "examples/find-packages/run",
    description =
        "Finds Debian's packages by what they do, on a page on 127.0.0.1. What they do is embedded by"
            + " a model in this JVM, and kept in a folder. Ctrl-C ends it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class FindPackages implements Callable<Integer> {

  private static final Path BASE = Path.of(System.getProperty("omdb.basedir", "."));
  private static final int BATCH = 64;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--packages",
      paramLabel = "N",
      description = "How many packages to embed. Default: ${DEFAULT-VALUE}")
  private int number = 5000;

  @Option(names = "--all", description = "Embeds all packages, which takes some minutes.")
  private boolean all;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with packages.txt and synopses.txt. Default: debian-minilm-384d in $OMDB_DATA or"
              + " in ../shared/data. If it is not there: what apt-cache dumpavail prints, or the"
              + " classes of the JDK.")
  private Path data = dataFolder().resolve("debian-minilm-384d");

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Folder of the store. Default: examples/find-packages/target/store")
  private Path folder = BASE.resolve("examples/find-packages/target/store");

  @Option(names = "--port", paramLabel = "PORT", description = "Default: one that is free.")
  private int port;

  private FindPackages() {}

  /**
   * Runs the command until Ctrl-C.
   *
   * @param args of the command line
   */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new FindPackages());
    command.setExecutionExceptionHandler(FindPackages::explain);
    System.exit(command.execute(args));
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println("find-packages: " + failure);
    return 1;
  }

  private static Path dataFolder() {
    String elsewhere = System.getenv("OMDB_DATA");
    return elsewhere == null
        ? BASE.toAbsolutePath().normalize().resolveSibling("shared/data")
        : Path.of(elsewhere);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (number < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--packages must be 1 or more, got " + number);
    }
    PrintWriter out = spec.commandLine().getOut();
    List<SoftwarePackage> packages = PackageLists.find(data);
    List<SoftwarePackage> wanted = PackageLists.choose(packages, all ? packages.size() : number);
    try (Interruption interruption = new Interruption()) {
      try (PackageIndex index =
              new PackageIndex(folder, new AllMiniLmL6V2QuantizedEmbeddingModel());
          PackageServer server = new PackageServer(index, port)) {
        index.retain(packages);
        out.println(server.address() + " answers. Ctrl-C ends it.");
        add(index.missing(wanted), index, interruption);
        out.printf(
            Locale.ROOT,
            "%,d of %,d packages are in %s.%n",
            index.count(),
            packages.size(),
            folder);
        interruption.await();
      }
      out.println("The store is closed.");
    }
    return 0;
  }

  private static void add(
      List<SoftwarePackage> packages, PackageIndex index, Interruption interruption) {
    if (packages.isEmpty()) {
      return;
    }
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("Embedding")
            .setUnit(" packages", 1)
            .setInitialMax(packages.size())
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, 79))
            .showSpeed()
            .build()) {
      for (int i = 0; i < packages.size() && interruption.hasCome() == false; i += BATCH) {
        List<SoftwarePackage> batch = packages.subList(i, Math.min(i + BATCH, packages.size()));
        index.add(batch);
        bar.stepBy(batch.size());
      }
    }
  }
}
