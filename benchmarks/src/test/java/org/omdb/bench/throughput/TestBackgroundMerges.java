// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Contenders;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.data.Vectors;

@LuceneTestCase.SuppressFileSystems("*") // an index is abandoned at any time
public class TestBackgroundMerges extends LuceneTestCase {

  private static VectorSet set(int rows) {
    List<float[]> vectors = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      vectors.add(new float[] {(float) random().nextGaussian(), random().nextFloat(), row % 7});
      ids.add("row" + row);
    }
    return new VectorSet(
        "made-up",
        VectorSet.Origin.SYNTHETIC,
        "for a test",
        VectorSimilarityFunction.EUCLIDEAN,
        Vectors.of(vectors),
        ids,
        Vectors.of(vectors.subList(0, 1)),
        null);
  }

  public void testMergesAllRowsAgainAndAgain() throws Exception {
    for (String name : List.of("omdb", "lucene")) {
      Path folder = createTempDir().resolve("new");
      try (BackgroundMerges merges =
          BackgroundMerges.start(Contenders.named(name), set(100), folder)) {
        while (merges.isRunning()
            && merges.count().vectors() == 0) { // however long that takes on a busy machine
          Thread.sleep(10);
        }
        MergeCount count = merges.stop();
        assertTrue(count.toString(), count.vectors() > 0);
        assertEquals("each row once per index", 0, count.vectors() % 100);
        assertTrue(count.toString(), count.seconds() > 0);
        assertEquals("it may be stopped again", count, merges.stop());
      }
      assertFalse(Files.exists(folder));
    }
  }

  public void testMayBeClosedAtAnyTime() throws Exception {
    for (String name : List.of("omdb", "lucene")) {
      for (int i = 0; i < 5; i++) {
        Path folder = createTempDir().resolve("new");
        BackgroundMerges merges =
            BackgroundMerges.start(Contenders.named(name), set(1_000), folder);
        Thread.sleep(random().nextInt(100));
        merges.close();
        assertFalse(Files.exists(folder));
      }
    }
  }

  /** A figure of searches without merges would be wrong. */
  public void testAFailureIsReported() throws IOException {
    Contender failing =
        (Contender)
            Proxy.newProxyInstance(
                Contender.class.getClassLoader(),
                new Class<?>[] {Contender.class},
                (proxy, method, arguments) -> {
                  throw new IOException("made up");
                });
    Path folder = createTempDir().resolve("new");
    BackgroundMerges merges = BackgroundMerges.start(failing, set(10), folder);
    IOException e = expectThrows(IOException.class, merges::close);
    assertTrue(e.getMessage(), e.getMessage().contains("made up"));
    assertFalse(Files.exists(folder));
  }
}
