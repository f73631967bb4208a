// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.omdb.cli.console.Progress;
import org.omdb.cli.index.VectorField;
import org.omdb.cli.map.layout.Neighbors;
import org.omdb.cli.map.layout.Slices;
import org.omdb.lucene.search.WarmUp;

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

  /** How many more are compared exactly: the last bit of a score may have let them fall behind. */
  private static final int SPARE = 5;

  private final MapPoints points;
  private final FieldInfo info;
  private final ExactComparison comparison;
  private final List<Segment> segments = new ArrayList<>();
  private final int[] neighbors;
  private final float[] distances;
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
    this.comparison = new ExactComparison(info);
    this.neighbors = new int[points.size() * NEIGHBORS];
    this.distances = new float[neighbors.length];
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
    // Searches go the same way each time, so that an equal seed gives an equal map.
    System.setProperty(WarmUp.PROPERTY, WarmUp.NONE);
    NeighborSearch search = new NeighborSearch(field, points);
    try (Progress progress = Progress.start("neighbors", "points", points.size())) {
      slices.run(
          points.size(),
          (slice, from, to) -> {
            MapPoints.Reader targets = points.reader();
            MapPoints.Reader others = points.reader();
            for (int point = from; point < to; point++) {
              search.find(point, targets.vector(point), others);
              progress.add(1);
            }
          });
    }
    return new Result(new Neighbors(NEIGHBORS, search.neighbors, search.distances), search.scores);
  }

  /** What is compared with a point: its distance from it. */
  private record Candidate(int point, double distance) {}

  private void find(int point, Object vector, MapPoints.Reader others) throws IOException {
    TopDocs[] found = new TopDocs[segments.size()];
    for (int i = 0; i < found.length; i++) {
      Segment segment = segments.get(i);
      found[i] = search(segment, vector);
      for (ScoreDoc hit : found[i].scoreDocs) {
        hit.doc += segment.docBase;
        hit.shardIndex = 0; // among equal scores, the lower document comes first
      }
    }
    List<Candidate> candidates = new ArrayList<>();
    for (ScoreDoc hit : TopDocs.merge(1 + NEIGHBORS + SPARE, found).scoreDocs) {
      int other = points.pointOf(hit.doc);
      if (other != point) {
        candidates.add(new Candidate(other, comparison.distance(vector, others.vector(other))));
      }
    }
    candidates.sort(
        Comparator.comparingDouble(Candidate::distance).thenComparingInt(Candidate::point));
    int place = point * NEIGHBORS;
    for (Candidate candidate : candidates.subList(0, Math.min(NEIGHBORS, candidates.size()))) {
      neighbors[place] = candidate.point;
      distances[place] = (float) candidate.distance;
      scores[place++] = comparison.score(candidate.distance);
    }
  }

  private TopDocs search(Segment segment, Object vector) throws IOException {
    return vector instanceof float[] floats
        ? segment.reader.searchNearestVectors(
            info.name, floats, CANDIDATES, segment.accepted(), Integer.MAX_VALUE)
        : segment.reader.searchNearestVectors(
            info.name, (byte[]) vector, CANDIDATES, segment.accepted(), Integer.MAX_VALUE);
  }
}
