// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.omdb.cli.console.Progress;
import org.omdb.cli.index.VectorField;
import org.omdb.cli.map.layout.Neighbors;
import org.omdb.cli.map.layout.Slices;

/**
 * Finds the nearest neighbors of each point by searching the index, as {@code omdb search} does.
 * Only points on the map are found.
 */
final class NeighborSearch {

  /** As many as UMAP takes, which counts the point itself. */
  static final int NEIGHBORS = 15;

  /**
   * The candidates that a search collects in a segment, as many as those of {@code omdb search}.
   */
  private static final int CANDIDATES = 100;

  /** Infinity can't be compared with itself. */
  private static final double FARTHEST = 1e30;

  private final MapPoints points;
  private final FieldInfo info;
  private final List<Segment> segments = new ArrayList<>();
  private final int[] neighbors;
  private final float[] scores;

  /** A segment, and which of its documents may be found; null for all live ones. */
  private record Segment(LeafReader reader, int docBase, FixedBitSet sample, int sampleSize) {

    AcceptDocs accepted() {
      return sample == null
          ? AcceptDocs.fromLiveDocs(reader.getLiveDocs(), reader.maxDoc())
          : AcceptDocs.fromIteratorSupplier(
              () -> new BitSetIterator(sample, sampleSize), reader.getLiveDocs(), reader.maxDoc());
    }
  }

  private NeighborSearch(VectorField field, MapPoints points) {
    this.points = points;
    this.info = field.info();
    this.neighbors = new int[points.size() * NEIGHBORS];
    this.scores = new float[neighbors.length];
    Arrays.fill(neighbors, -1);
    for (LeafReaderContext leaf : field.reader().leaves()) {
      FixedBitSet sample = points.docsOf(leaf);
      int size = sample.cardinality();
      if (size > 0) {
        segments.add(
            new Segment(leaf.reader(), leaf.docBase, points.isSample() ? sample : null, size));
      }
    }
  }

  /** The nearest neighbors of each point, with Lucene's score of each. */
  record Result(Neighbors neighbors, float[] scores) {}

  static Result of(VectorField field, MapPoints points, Slices slices) throws IOException {
    NeighborSearch search = new NeighborSearch(field, points);
    try (Progress progress = Progress.start("neighbors", "points", points.size())) {
      slices.run(
          points.size(),
          (slice, from, to) ->
              points.readVectors(
                  from,
                  to,
                  (point, vector) -> {
                    search.find(point, vector);
                    progress.add(1);
                  }));
    }
    return new Result(
        new Neighbors(NEIGHBORS, search.neighbors, search.distances()), search.scores);
  }

  private void find(int point, Object vector) throws IOException {
    TopDocs[] found = new TopDocs[segments.size()];
    for (int i = 0; i < found.length; i++) {
      Segment segment = segments.get(i);
      found[i] = search(segment, vector);
      for (ScoreDoc hit : found[i].scoreDocs) {
        hit.doc += segment.docBase;
        hit.shardIndex = 0; // among equal scores, the lower document comes first
      }
    }
    int rank = point * NEIGHBORS;
    for (ScoreDoc hit : TopDocs.merge(NEIGHBORS + 1, found).scoreDocs) {
      int neighbor = points.pointOf(hit.doc);
      if (neighbor != point && rank < (point + 1) * NEIGHBORS) {
        neighbors[rank] = neighbor;
        scores[rank++] = hit.score;
      }
    }
  }

  private TopDocs search(Segment segment, Object vector) throws IOException {
    return vector instanceof float[] floats
        ? segment.reader.searchNearestVectors(
            info.name, floats, CANDIDATES, segment.accepted(), Integer.MAX_VALUE)
        : segment.reader.searchNearestVectors(
            info.name, (byte[]) vector, CANDIDATES, segment.accepted(), Integer.MAX_VALUE);
  }

  private float[] distances() {
    VectorSimilarityFunction similarity = info.getVectorSimilarityFunction();
    float[] distances = new float[scores.length];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = distance(similarity, scores[i]);
    }
    return distances;
  }

  /** How far apart vectors with a score are: other scores are linear in the cosine or product. */
  private static float distance(VectorSimilarityFunction similarity, float score) {
    return similarity == VectorSimilarityFunction.EUCLIDEAN
        ? (float) Math.min(FARTHEST, Math.sqrt(1.0 / score - 1))
        : -score;
  }
}
