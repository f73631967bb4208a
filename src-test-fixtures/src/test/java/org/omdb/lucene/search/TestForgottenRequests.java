// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.omdb.code.CodeScorer;
import org.omdb.fixtures.ColdDirectory;
import org.omdb.lucene.OmdbCodec;

/**
 * Working memory that waits for the next search holds nothing of the last one: neither its
 * collector nor its filter, which has a bit for each document of the segment.
 */
@SuppressFileSystems("*") // codes are compared where they are mapped
public class TestForgottenRequests extends LuceneTestCase {

  private static final int COUNT = 3_000;
  private static final int DIMENSION = 200;
  private static final int COLLECTIONS = 200;

  private final NoisyDocuments documents =
      new NoisyDocuments(41, COUNT, DIMENSION, 1, VectorSimilarityFunction.EUCLIDEAN);

  /** What a search was given. */
  private record Given(String way, List<WeakReference<?>> objects) {}

  /** A search whose arguments nobody knows after it. */
  private Given search(LeafReader leaf, boolean isBytes, int acceptedPerMille) throws IOException {
    String[] way = new String[1];
    SegmentSearcher.Watcher watcher =
        new SegmentSearcher.Watcher(KnnSearchStrategy.DEFAULT_FILTERED_SEARCH_THRESHOLD) {
          @Override
          public void searched(String name) {
            way[0] = name;
          }
        };
    KnnCollector collector = new TopKnnCollector(10, Integer.MAX_VALUE, watcher);
    Bits accepted = filter(leaf.maxDoc(), acceptedPerMille);
    AcceptDocs acceptDocs = AcceptDocs.fromLiveDocs(accepted, leaf.maxDoc());
    if (isBytes) {
      leaf.searchNearestVectors(
          NoisyDocuments.BYTES, documents.byteTargets[0], collector, acceptDocs);
    } else {
      leaf.searchNearestVectors(NoisyDocuments.FLOATS, documents.targets[0], collector, acceptDocs);
    }
    assertEquals(10, collector.topDocs().scoreDocs.length);
    return new Given(
        way[0], List.of(new WeakReference<>(collector), new WeakReference<>(accepted)));
  }

  private static Bits filter(int maxDoc, int perMille) {
    FixedBitSet accepted = new FixedBitSet(maxDoc);
    for (int doc = 0; doc < maxDoc; doc++) {
      if (doc % 1_000 < perMille) {
        accepted.set(doc);
      }
    }
    return accepted;
  }

  private static void checkForgotten(Given given) throws InterruptedException {
    for (WeakReference<?> object : given.objects) {
      for (int i = 0; object.get() != null; i++) {
        assertTrue(given.way + " holds " + object.get(), i < COLLECTIONS);
        System.gc();
        Thread.sleep(10);
      }
    }
  }

  /** In memory, and on disk, where codes are cheaper than rows. */
  public void testNothingIsHeld() throws Exception {
    assumeTrue("needs SIMD", CodeScorer.isFast());
    Set<String> ways = new HashSet<>();
    Path folder = createTempDir();
    try (Directory dir = new MMapDirectory(folder)) {
      documents.write(dir, new OmdbCodec(), 0, COUNT, COUNT, true, true);
      searchAndCheck(dir, ways);
    }
    try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(folder))) {
      dir.setCold(true);
      searchAndCheck(dir, ways);
    }
    assertEquals(Set.of("list", "scan", "walk_by_codes", "walk_by_rows", "exact"), ways);
  }

  private void searchAndCheck(Directory dir, Set<String> ways) throws Exception {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      LeafReader leaf = getOnlyLeafReader(reader);
      for (int perMille : new int[] {20, 100, 300, 900}) {
        for (boolean isBytes : new boolean[] {false, true}) {
          Given given = search(leaf, isBytes, perMille);
          checkForgotten(given);
          ways.add(given.way);
        }
      }
    }
  }
}
