// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.Bench;
import org.omdb.bench.harness.PageCache;
import org.omdb.bench.harness.Results;
import org.omdb.bench.harness.Scenarios;

/** Measures sets under a memory limit, and adds the figures to the {@link Results}. */
public final class MemoryBench {

  private final Bench bench;
  private final Results results;
  private final Path out;
  private final Path cache;
  private final Consumer<String> onSkip;

  /**
   * Makes a run that has measured nothing yet.
   *
   * @param bench of the same run
   * @param results to which figures are added, and which are written after each contender
   * @param out folder of the results, and of the indexes while they are needed
   * @param cache folder of the exact neighbors
   * @param onSkip called with one line for all that can't be measured
   */
  public MemoryBench(Bench bench, Results results, Path out, Path cache, Consumer<String> onSkip) {
    this.bench = bench;
    this.results = results;
    this.out = out;
    this.cache = cache;
    this.onSkip = onSkip;
  }

  /**
   * Measures one set. If memory can't be limited here, it does nothing but say why.
   *
   * @param all the set, to which queries may be added
   * @param contenders in the order of the report; those whose index is on the heap are left out
   * @param plan what is searched, and with how much memory
   * @param keep folder of indexes that stay after the run and are reused; null if none do
   * @throws IOException if reading or writing fails
   */
  public void set(VectorSet all, List<Contender> contenders, MemoryPlan plan, Path keep)
      throws IOException {
    Path folder = bench.folder(all, Scenarios.MEMORY);
    Path logs = out.resolve(Scenarios.MEMORY).resolve(folder.getFileName());
    Path indexes = keep == null ? folder.resolve("indexes") : keep;
    IOUtils.rm(folder); // what a killed run has left is of other code
    try {
      CgroupMount mount = CgroupMount.find();
      try (MemoryGroup group = mount.create("omdb-bench-" + ProcessHandle.current().pid())) {
        group.usage(); // a group can be made, so it's worth building
      }
      checkDropping(Files.createDirectories(indexes));
      VectorSet set = MoreQueries.of(all, plan.queries());
      MemoryRun run =
          new MemoryRun(
              set, able(set, contenders), plan, mount, folder.resolve("run"), logs, onSkip);
      MemoryJson json = new MemoryJson(set, all.queries().size(), plan, mount.version());
      run.run(
          new IndexStore(indexes),
          cache,
          figures -> {
            json.add(figures, results);
            results.write(out); // a run may take hours
          });
    } catch (NoMemoryLimitException e) {
      onSkip.accept(all.name() + " without scenario memory: " + e.getMessage());
    } finally {
      IOUtils.rm(folder);
    }
  }

  /** Files in memory only, or a system without the tools, would make all figures wrong. */
  private static void checkDropping(Path folder) throws IOException, NoMemoryLimitException {
    Path probe = Files.createTempDirectory(folder, "probe");
    try {
      Files.write(probe.resolve("file"), new byte[1 << 16]);
      String problem = PageCache.drop(probe);
      if (problem != null) {
        throw new NoMemoryLimitException(problem);
      }
    } finally {
      IOUtils.rm(probe);
    }
  }

  private List<Contender> able(VectorSet set, List<Contender> contenders) {
    for (Contender contender : contenders) {
      if (contender.readsFromFiles() == false) {
        onSkip.accept(
            set.name()
                + " without "
                + contender.name()
                + ": its index is on the heap, so it has no page cache to limit");
      }
    }
    return bench.able(set, contenders.stream().filter(Contender::readsFromFiles).toList());
  }
}
