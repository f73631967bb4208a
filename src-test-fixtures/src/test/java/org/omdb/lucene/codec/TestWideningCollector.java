// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.util.Arrays;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.tests.util.LuceneTestCase;

/** A search goes on for more than its collector asks for, and its collector gets the best of it. */
public class TestWideningCollector extends LuceneTestCase {

  public void testAgainstSorting() {
    for (int round = 0; round < 50; round++) {
      int k = 1 + random().nextInt(10);
      int width = k + 1 + random().nextInt(20);
      KnnCollector collector =
          new WideningCollector(new TopKnnCollector(k, Integer.MAX_VALUE), width);
      float[] scores = new float[width + random().nextInt(100)];
      for (int doc = 0; doc < scores.length; doc++) {
        scores[doc] = random().nextFloat();
        float[] before = Arrays.copyOf(scores, doc);
        Arrays.sort(before);
        float least = doc < width ? Float.NEGATIVE_INFINITY : before[doc - width];
        assertEquals(least, collector.minCompetitiveSimilarity(), 0f);
        assertEquals(scores[doc] > least, collector.collect(doc, scores[doc]));
      }
      float[] sorted = scores.clone();
      Arrays.sort(sorted);
      ScoreDoc[] hits = collector.topDocs().scoreDocs;
      assertEquals(k, hits.length);
      for (int i = 0; i < k; i++) {
        assertEquals(sorted[scores.length - 1 - i], hits[i].score, 0f);
        assertEquals(scores[hits[i].doc], hits[i].score, 0f);
      }
    }
  }
}
