// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.index.FieldInfo;
import org.omdb.cli.index.Similarity;
import org.omdb.cli.index.VectorField;
import org.omdb.cli.map.layout.KeptNeighbors;
import org.omdb.cli.map.layout.Layout;

/**
 * What is on a map and how it was made, for the page and for the report.
 *
 * @param points how many vectors are on it
 * @param total how many the field has
 * @param keptVariance the part of the variance that principal components keep
 * @param keptByComponents the part of the neighbors that principal components keep
 * @param keptByMap the part of the neighbors that the map keeps
 */
record MapFacts(
    VectorField field,
    long seed,
    int points,
    int total,
    double keptVariance,
    double keptByComponents,
    double keptByMap) {

  /** What {@code panel.js} shows. */
  Map<String, Object> forPage(int neighbors, Map<String, Object> legend) {
    FieldInfo info = field.info();
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("field", info.name);
    about.put("points", points);
    about.put("total", total);
    about.put("dimension", info.getVectorDimension());
    about.put("element", field.isByte() ? "int8" : "float32");
    about.put("similarity", similarity());
    about.put("neighbors", neighbors);
    about.put("color", legend);
    about.put("made", made());
    return about;
  }

  private String similarity() {
    return Similarity.of(field.info().getVectorSimilarityFunction()).name();
  }

  private List<String> made() {
    List<String> made = new ArrayList<>();
    made.add(
        "Each point is a vector. Vectors that are near each other in the index lie close together"
            + " here. How far groups are apart, and how large they are, says little.");
    if (isSample()) {
      made.add(
          String.format(
              Locale.ROOT,
              "The points are a uniform sample of %,d of %,d vectors, and neighbors are those within"
                  + " the sample.",
              points,
              total));
    }
    made.add(
        String.format(
            Locale.ROOT,
            "The %d nearest neighbors of each point were found by searching the index. The layout is"
                + " that of UMAP (McInnes, Healy and Melville, arXiv:1802.03426), in %d epochs that"
                + " begin with the first two principal components. Seed: %d.",
            NeighborSearch.NEIGHBORS,
            Layout.epochs(points),
            seed));
    made.add(kept());
    made.add("Made by omdb map, of lucene-omdb.");
    return made;
  }

  private String kept() {
    return String.format(
        Locale.ROOT,
        "How true it is: %.0f %% of these neighbors are among the %d points that lie nearest here."
            + " The two principal components alone, with %.1f %% of the variance, would keep %.0f %%"
            + " of them.",
        100 * keptByMap,
        KeptNeighbors.NEAREST,
        100 * keptVariance,
        100 * keptByComponents);
  }

  private boolean isSample() {
    return points < total;
  }

  /** For scripts, without what is known of the file. */
  Map<String, Object> forReport() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("points", points);
    report.put("vectors", total);
    report.put("sample", isSample());
    report.put("seed", seed);
    report.put("neighbors_kept", rounded(keptByMap));
    report.put("neighbors_kept_by_pca", rounded(keptByComponents));
    report.put("variance_kept_by_pca", rounded(keptVariance));
    return report;
  }

  private static double rounded(double part) {
    return Math.round(part * 1000) / 1000.0;
  }

  /** For people: what is on the map, and how far to trust it. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (isSample()) {
      lines.add(
          String.format(Locale.ROOT, "a uniform sample of %,d of %,d vectors", points, total));
    } else {
      lines.add(String.format(Locale.ROOT, "all %,d vectors", total));
    }
    lines.add(kept());
    return lines;
  }
}
