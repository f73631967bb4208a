// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.BruteForce;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.RealVectors;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** Three nodes, three shards, a replica of each: hits are those of all vectors compared. */
public class TestKnnOnCluster extends ClusterTestCase {

  private static final int QUERIES = 20;

  private static TestCluster cluster;
  private static RealVectors vectors;

  @BeforeClass
  public static void start() throws Exception {
    vectors = RealVectors.read(8_000);
    cluster = TestCluster.start(newFolder(), 3, Settings.EMPTY);
    for (String replication : List.of("DOCUMENT", "SEGMENT")) {
      String index = nameOf(replication);
      cluster.rest().put(index, index(3, 1, replication, vectors.dimension(), "cosine"));
      indexAll(cluster.rest(), index, vectors);
      cluster.rest().awaitGreen(index);
    }
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    vectors = null;
  }

  private static String nameOf(String replication) {
    return "by-" + replication.toLowerCase(java.util.Locale.ROOT);
  }

  @Test
  public void testHitsAreThoseOfBruteForceWithDocumentReplication() throws Exception {
    checkHits("DOCUMENT");
  }

  @Test
  public void testHitsAreThoseOfBruteForceWithSegmentReplication() throws Exception {
    checkHits("SEGMENT");
  }

  private void checkHits(String replication) throws Exception {
    BruteForce all = new BruteForce(vectors, VectorSimilarityFunction.COSINE);
    for (int i = 0; i < QUERIES; i++) {
      float[] query = vectors.vectors().get(random().nextInt(vectors.size()));
      List<BruteForce.Hit> expected = all.nearest(query, 50, id -> true);
      // As many candidates as a shard has vectors: nothing is missed.
      List<BruteForce.Hit> found =
          search(cluster.rest(i % 3), nameOf(replication), knn(query, 50, vectors.size(), ""), 50);
      BruteForce.assertSame(expected, found);
    }
  }
}
