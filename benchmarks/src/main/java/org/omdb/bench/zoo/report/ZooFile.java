// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.omdb.bench.zoo.Cell;
import org.omdb.bench.zoo.Failure;
import org.omdb.bench.zoo.Findings;

/** The file {@code zoo.json}, with one object per cell. Figures that do not exist are null. */
public final class ZooFile {

  /** The file's name. */
  public static final String FILE = "zoo.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ZooFile() {}

  /**
   * Writes all cells.
   *
   * @param summary of all cells
   * @param environment in which they were measured
   * @param folder of the file
   * @return the file
   * @throws IOException if writing fails
   */
  public static Path write(Summary summary, ObjectNode environment, Path folder)
      throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.set("environment", environment);
    ObjectNode bounds = root.putObject("bounds");
    bounds.put("recall_loss", summary.bounds().recallLoss());
    bounds.put("self_recall", summary.bounds().selfRecall());
    bounds.put("time_ratio", summary.bounds().timeRatio());
    ArrayNode cells = root.putArray("cells");
    for (Cell cell : summary.cells()) {
      put(cells.addObject(), cell, summary);
    }
    Path file = folder.resolve(FILE);
    JSON.writeValue(file.toFile(), root);
    return file;
  }

  private static void put(ObjectNode node, Cell cell, Summary summary) {
    node.put("distribution", cell.distribution().name());
    node.put("similarity", cell.distribution().similarity().name());
    node.put("encoding", cell.distribution().encoding().name());
    node.put("dimension", cell.distribution().dimension());
    node.put("rows", cell.rows());
    node.put("shape", cell.shape().label());
    node.put("k", cell.k());
    ArrayNode failures = node.putArray("failures");
    for (Failure failure : cell.failures(summary.bounds())) {
      failures.add(failure.label());
    }
    put(node.putObject("omdb"), cell.omdb());
    if (cell.lucene() == null) {
      node.putNull("lucene");
    } else {
      put(node.putObject("lucene"), cell.lucene());
    }
    put(node, "time_ratio", cell.timeRatio());
  }

  private static void put(ObjectNode node, Findings findings) {
    put(node, "recall", findings.recall());
    put(node, "self_recall", findings.selfRecall());
    put(node, "search_us", findings.micros());
    node.put("broken", findings.broken());
  }

  private static void put(ObjectNode node, String key, double value) {
    if (Double.isNaN(value)) {
      node.putNull(key); // JSON has no NaN
    } else {
      node.put(key, value);
    }
  }
}
