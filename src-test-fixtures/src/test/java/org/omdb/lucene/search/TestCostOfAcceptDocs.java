// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import static org.omdb.lucene.search.NoisyDocuments.BYTES;
import static org.omdb.lucene.search.NoisyDocuments.FLOATS;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.omdb.lucene.OmdbCodec;

/**
 * What {@link AcceptDocs#cost} says is an estimate. A wrong one may lead to a search that takes
 * longer, but to no fewer hits and no worse ones than the right one does.
 */
@SuppressFileSystems("*") // memory-mapped
public class TestCostOfAcceptDocs extends LuceneTestCase {

  private static final int MANY = 6_000;
  private static final int FEW = 60;
  private static final int TARGETS = 20;

  /** What is found may differ by a hit in a hundred, as the search is another one. */
  private static final double TOLERANCE = 0.01;

  private static final float ROUNDING = 1e-5f;

  /** Documents that are accepted, and an estimate of how many these are. */
  private static final class Estimated extends AcceptDocs {

    private final FixedBitSet accepted;
    private final int cost;

    Estimated(FixedBitSet accepted, int cost) {
      this.accepted = accepted;
      this.cost = cost;
    }

    @Override
    public Bits bits() {
      return accepted;
    }

    @Override
    public DocIdSetIterator iterator() {
      return new BitSetIterator(accepted, cost);
    }

    @Override
    public int cost() {
      return cost;
    }
  }

  /** One segment, and what is in it. */
  private record Segment(NoisyDocuments documents, LeafReader reader, int[] numbers) {

    /** Every n-th of the documents that have vectors, so that so many are accepted. */
    FixedBitSet accepted(int count) {
      FixedBitSet accepted = new FixedBitSet(reader.maxDoc());
      for (int doc = 0; doc < reader.maxDoc(); doc++) {
        int number = numbers[doc];
        long before = (long) number * count / documents.count();
        if (number >= 0 && (number + 1L) * count / documents.count() > before) {
          accepted.set(doc);
        }
      }
      assertEquals(count, accepted.cardinality());
      return accepted;
    }

    private ScoreDoc[] search(boolean isBytes, int target, int k, AcceptDocs acceptDocs)
        throws IOException {
      return isBytes
          ? reader.searchNearestVectors(
                  BYTES, documents.byteTargets[target], k, acceptDocs, Integer.MAX_VALUE)
              .scoreDocs
          : reader.searchNearestVectors(
                  FLOATS, documents.targets[target], k, acceptDocs, Integer.MAX_VALUE)
              .scoreDocs;
    }

    /** The part of the k nearest accepted ones that is found. */
    double recall(boolean isBytes, int k, FixedBitSet accepted, int cost) throws IOException {
      int expected = Math.min(k, accepted.cardinality());
      int found = 0;
      for (int target = 0; target < TARGETS; target++) {
        float[] scores = new float[reader.maxDoc()];
        for (int doc = 0; doc < scores.length; doc++) {
          scores[doc] = accepted.get(doc) ? documents.score(numbers[doc], target, isBytes) : 0;
        }
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        float least = sorted[sorted.length - expected];
        ScoreDoc[] hits = search(isBytes, target, k, new Estimated(accepted, cost));
        assertEquals(expected, hits.length);
        Set<Integer> seen = new HashSet<>();
        for (ScoreDoc hit : hits) {
          assertTrue("twice: " + hit, seen.add(hit.doc));
          assertTrue("not accepted: " + hit, accepted.get(hit.doc));
          assertEquals(scores[hit.doc], hit.score, ROUNDING * hit.score);
          found += hit.score >= least * (1 - ROUNDING) ? 1 : 0;
        }
      }
      return found / (double) (TARGETS * expected);
    }

    void check(boolean isBytes) throws IOException {
      for (int count : new int[] {FEW, MANY}) {
        FixedBitSet accepted = accepted(count);
        for (int k : new int[] {1, 10, 50, 100}) {
          double right = recall(isBytes, k, accepted, count);
          for (int cost : new int[] {0, 1, FEW, MANY, Integer.MAX_VALUE}) {
            double wrong = recall(isBytes, k, accepted, cost);
            String message = count + " accepted, said to be " + cost + ", k = " + k + ": " + wrong;
            assertTrue(message + ", as they are: " + right, wrong >= right - TOLERANCE);
          }
        }
      }
    }
  }

  private void check(int count, int dimension, boolean isMerged, boolean withBytes)
      throws IOException {
    NoisyDocuments documents =
        new NoisyDocuments(23, count, dimension, TARGETS, VectorSimilarityFunction.EUCLIDEAN);
    OmdbCodec codec = OmdbCodec.builder().beamWidth(60).reproducible(true).build();
    try (Directory dir = new MMapDirectory(createTempDir())) {
      int perFlush = isMerged ? count / 2 : count;
      documents.write(dir, codec, 0, count, perFlush, isMerged, withBytes);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        assertEquals(1, reader.leaves().size());
        LeafReader leaf = reader.leaves().get(0).reader();
        Segment segment = new Segment(documents, leaf, NoisyDocuments.numbers(reader));
        segment.check(false);
        if (withBytes) {
          segment.check(true);
        }
      }
    }
  }

  /** Scans, lists of codes, and byte vectors: walks and lists of rows. */
  public void testMerged() throws IOException {
    check(MANY + 600, 96, true, true);
  }

  /** As it was flushed. */
  public void testFlushed() throws IOException {
    check(MANY + 600, 64, false, true);
  }

  /** No codes, for they would save nothing: walks and lists of float32 rows. */
  public void testFewDimensions() throws IOException {
    check(MANY + 600, 8, true, false);
  }

  /** Walks by codes: there are more binary codes than a scan has time for, and rows to a cache. */
  public void testManyDimensions() throws IOException {
    check(MANY + 2_600, 1_000, true, false);
  }
}
