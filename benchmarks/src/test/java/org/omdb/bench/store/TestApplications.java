// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;

/** The application does the same on each store. */
@LuceneTestCase.SuppressSysoutChecks(bugUrl = "none: SimpleVectorStore logs each document")
@LuceneTestCase.SuppressFileSystems("*") // SimpleVectorStore writes to the default one only
public class TestApplications extends LuceneTestCase {

  private static final int COUNT = 60;
  private static final int DIMENSION = 8;

  private List<Passage> passages() {
    List<Passage> passages = new ArrayList<>();
    for (int row = 0; row < COUNT; row++) {
      float[] vector = new float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random().nextGaussian();
      }
      passages.add(Passage.ofRow(row, "id-" + row, vector));
    }
    return passages;
  }

  /** By decreasing cosine, as each store has to find them. */
  private static List<String> nearest(List<Passage> passages, float[] query, int k) {
    return passages.stream()
        .sorted((a, b) -> Double.compare(cosine(b.vector(), query), cosine(a.vector(), query)))
        .limit(k)
        .map(Passage::id)
        .toList();
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squareOfA = 0;
    double squareOfB = 0;
    for (int i = 0; i < DIMENSION; i++) {
      dot += a[i] * b[i];
      squareOfA += a[i] * a[i];
      squareOfB += b[i] * b[i];
    }
    return dot / Math.sqrt(squareOfA * squareOfB);
  }

  private static void check(Application application, List<Passage> passages) {
    for (Passage passage : passages) {
      assertEquals(
          nearest(passages, passage.vector(), 3), application.search(passage.vector(), 3, null));
      assertEquals(
          List.of(passage.id()), application.search(passage.vector(), 1, passage.itself()));
    }
    List<Passage> chosen =
        passages.stream().filter(p -> p.metadata().get("chosen").equals("yes")).toList();
    assertFalse(chosen.isEmpty());
    float[] query = chosen.getFirst().vector();
    assertEquals(nearest(chosen, query, 1), application.search(query, 1, Passage.CHOSEN_ONES));
    assertTrue(
        chosen.stream()
            .map(Passage::id)
            .toList()
            .containsAll(application.search(query, COUNT, Passage.CHOSEN_ONES)));
  }

  public void testWhatIsSavedIsFoundByTheNextOne() throws Exception {
    List<Passage> passages = passages();
    for (StoreContender contender : StoreContender.values()) {
      Path folder = createTempDir(contender.label());
      try (Application application = contender.open(folder)) {
        application.add(passages.subList(0, COUNT / 2));
        application.save();
        application.add(passages.subList(COUNT / 2, COUNT));
        application.save();
        check(application, passages);
      }
      try (Application application = contender.open(folder)) {
        check(application, passages);
      }
    }
  }
}
