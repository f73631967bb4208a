// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.zoo.distribution.Distribution;
import org.omdb.bench.zoo.index.Entrant;
import org.omdb.bench.zoo.index.LuceneEntrant;
import org.omdb.bench.zoo.index.OmdbEntrant;
import org.omdb.bench.zoo.index.Shape;
import org.omdb.bench.zoo.index.ShapeWriter;
import org.omdb.bench.zoo.index.ZooIndex;

/** Goes through all distributions, shapes, seeds and ks. For one thread. */
public final class Zoo {

  private final ZooPlan plan;
  private final Path folder;
  private final Consumer<Cell> progress;
  private final Entrant omdb;
  private final Entrant lucene = new LuceneEntrant();

  /**
   * Makes a run that has done nothing yet.
   *
   * @param plan what to compare
   * @param folder for indexes, each of which is deleted after use
   * @param progress called with each cell as soon as it is complete
   */
  public Zoo(ZooPlan plan, Path folder, Consumer<Cell> progress) {
    this.plan = plan;
    this.folder = folder;
    this.progress = progress;
    this.omdb = new OmdbEntrant(plan.isByOneThread());
  }

  /**
   * Carries out the plan.
   *
   * @return one cell per distribution, shape and k
   * @throws IOException if reading or writing fails
   */
  public List<Cell> run() throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (Distribution distribution : plan.distributions()) {
      List<Shape> still =
          plan.shapes().stream().filter(shape -> shape != Shape.GENERATIONS).toList();
      if (still.isEmpty() == false) {
        cells.addAll(examine(scenes(distribution, Scene::still), still));
      }
      if (plan.shapes().contains(Shape.GENERATIONS)) {
        cells.addAll(examine(scenes(distribution, Scene::turningOver), List.of(Shape.GENERATIONS)));
      }
    }
    return cells;
  }

  @FunctionalInterface
  private interface SceneMaker {
    Scene make(Distribution distribution, long seed, ZooPlan plan);
  }

  private List<Scene> scenes(Distribution distribution, SceneMaker maker) {
    List<Scene> scenes = new ArrayList<>();
    for (int seed = 1; seed <= plan.seeds(); seed++) {
      scenes.add(maker.make(distribution, seed, plan));
    }
    return scenes;
  }

  /** Makes the cells of several shapes: medians over the scenes, of which there is one per seed. */
  private List<Cell> examine(List<Scene> scenes, List<Shape> shapes) throws IOException {
    List<Cell> medians = new ArrayList<>();
    for (Shape shape : shapes) {
      Map<Integer, List<Cell>> byK = new LinkedHashMap<>();
      for (Scene scene : scenes) {
        for (Cell cell : examine(scene, shape)) {
          byK.computeIfAbsent(cell.k(), k -> new ArrayList<>()).add(cell);
        }
      }
      for (List<Cell> cells : byK.values()) {
        Cell median = Cell.median(cells);
        progress.accept(median);
        medians.add(median);
      }
    }
    return medians;
  }

  private List<Cell> examine(Scene scene, Shape shape) throws IOException {
    List<Entrant> entrants = new ArrayList<>(List.of(omdb));
    if (scene.drawn().of().dimension() <= lucene.maxDimensions()) {
      entrants.add(lucene);
    }
    Files.createDirectories(folder);
    List<Path> folders = new ArrayList<>();
    List<ZooIndex> indexes = new ArrayList<>();
    try {
      for (Entrant entrant : entrants) {
        Path own = Files.createTempDirectory(folder, entrant.name() + "-");
        folders.add(own);
        new ShapeWriter(entrant, scene.drawn(), scene.history(), shape).into(own);
        indexes.add(new ZooIndex(own));
      }
      List<Cell> cells = new ArrayList<>();
      for (int k : plan.ks()) {
        cells.add(cell(scene, shape, k, indexes));
      }
      return cells;
    } finally {
      IOUtils.close(indexes);
      IOUtils.rm(folders.toArray(Path[]::new));
    }
  }

  private Cell cell(Scene scene, Shape shape, int k, List<ZooIndex> indexes) throws IOException {
    Examination examination = new Examination(scene.drawn(), scene.truth(), scene.selves());
    List<Findings> findings = new ArrayList<>();
    boolean canRace = plan.isTimed();
    for (ZooIndex index : indexes) {
      try {
        findings.add(examination.of(index, k));
      } catch (RuntimeException | AssertionError e) { // this cell fails, others go on
        findings.add(Findings.failed(e));
        canRace = false;
      }
    }
    double timeRatio = Double.NaN;
    if (canRace) {
      Race race = new Race(indexes, scene.drawn().queries(), k).run();
      for (int i = 0; i < findings.size(); i++) {
        findings.set(i, findings.get(i).taking(race.micros(i)));
      }
      timeRatio = indexes.size() == 1 ? Double.NaN : race.ratio(0, 1);
    }
    return new Cell(
        scene.drawn().of(),
        shape,
        k,
        scene.history().live().length,
        findings.getFirst(),
        findings.size() == 1 ? null : findings.getLast(),
        timeRatio);
  }
}
