// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.VectorUtil;

/**
 * Random operations on a store, and on a map beside it. After some of them the store must say what
 * the map says, and a store that is open for reading what the map said at the last commit.
 */
public class TestRandomStore extends LuceneTestCase {

  /**
   * What is seen changes when a check begins, and not by a merge within it, which orders ties anew.
   */
  private static final OmdbStoreOptions OPTIONS =
      OmdbStoreOptions.defaults().commitInterval(Duration.ZERO).refreshInterval(Duration.ofDays(1));

  private static final List<String> WORDS = List.of("apple", "pear", "plum", "fig");

  private Path folder;
  private int dimension;
  private VectorSimilarityFunction similarity;
  private int ids;
  private Map<String, OmdbDocument> truth = new TreeMap<>();
  private Map<String, OmdbDocument> committed = new TreeMap<>();
  private OmdbStore store;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    dimension = random().nextBoolean() ? 1 + random().nextInt(8) : 24 + random().nextInt(40);
    similarity = RandomPicks.randomFrom(random(), VectorSimilarityFunction.values());
    ids = 1 + random().nextInt(80);
    store = open();
  }

  @Override
  public void tearDown() throws Exception {
    store.close();
    super.tearDown();
  }

  private OmdbStore open() throws IOException {
    return OmdbStore.open(
        folder,
        OPTIONS.similarity(similarity).ramBufferMegabytes(random().nextBoolean() ? 0.1 : 16));
  }

  public void testStoreEqualsMap() throws Exception {
    try (OmdbStoreReader reader = OmdbStore.openReadOnly(folder, OPTIONS)) {
      for (int i = atLeast(300); i > 0; i--) {
        change();
        if (random().nextInt(20) == 0) {
          check(store, truth);
        }
        if (random().nextInt(40) == 0) {
          check(reader, committed);
        }
      }
      check(store, truth);
      check(reader, committed);
    }
    Path copy = createTempDir().resolve("copy");
    store.snapshot(copy);
    try (OmdbStore snapshot = OmdbStore.open(copy, OPTIONS)) {
      check(snapshot, truth);
    }
  }

  private void change() throws IOException {
    int dice = random().nextInt(100);
    if (dice < 60) {
      List<OmdbDocument> documents = new ArrayList<>();
      for (int i = random().nextInt(random().nextInt(10) == 0 ? 40 : 4); i >= 0; i--) {
        documents.add(randomDocument());
      }
      store.upsert(documents);
      documents.forEach(document -> truth.put(document.id(), document));
    } else if (dice < 75) {
      List<String> deleted =
          Stream.generate(this::randomId).limit(1 + random().nextInt(3)).toList();
      store.delete(deleted);
      truth.keySet().removeAll(deleted);
    } else if (dice < 80) {
      Filter filter = RandomMetadata.filter(random(), 1);
      store.delete(filter);
      truth.values().removeIf(document -> FilterOracle.matches(filter, document.metadata()));
    } else if (dice < 81) {
      store.deleteAll();
      truth.clear();
    } else if (dice < 90) {
      store.commit();
      committed = new TreeMap<>(truth);
    } else if (dice < 93) {
      store.forceMerge(1 + random().nextInt(3));
    } else if (dice < 95) {
      store.close();
      committed = new TreeMap<>(truth);
      store = open();
    } else {
      store.refresh(); // makes a segment
    }
  }

  private String randomId() {
    return "id " + random().nextInt(ids);
  }

  private float[] randomVector() {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random().nextInt(20) == 0 ? 1 : (float) random().nextGaussian();
    }
    if (similarity == VectorSimilarityFunction.DOT_PRODUCT) {
      VectorUtil.l2normalize(vector);
    }
    return vector;
  }

  private OmdbDocument randomDocument() {
    return new OmdbDocument(
        randomId(),
        randomVector(),
        random().nextInt(5) == 0 ? null : randomText(),
        RandomMetadata.next(random()));
  }

  private static String randomText() {
    List<String> words = new ArrayList<>();
    for (int i = random().nextInt(4); i > 0; i--) {
      words.add(RandomPicks.randomFrom(random(), WORDS));
    }
    return String.join(" ", words);
  }

  private void check(OmdbStoreReader store, Map<String, OmdbDocument> truth) throws IOException {
    store.refresh();
    assertEquals(truth.size(), store.count());
    Map<String, OmdbDocument> all = new TreeMap<>();
    for (Hit hit : store.search(Search.all().limit(Integer.MAX_VALUE))) {
      assertNull("twice: " + hit.id(), all.put(hit.id(), hit.document()));
    }
    DocumentAssert.assertEqual(truth, all);
    String id = randomId();
    assertEquals(truth.get(id), store.get(id).orElse(null));
    for (int i = 0; i < 5; i++) {
      checkVectors(store, truth);
      checkTexts(store, truth);
    }
  }

  private void checkVectors(OmdbStoreReader store, Map<String, OmdbDocument> truth)
      throws IOException {
    float[] target = randomVector();
    Filter filter = random().nextBoolean() ? null : RandomMetadata.filter(random(), 2);
    int offset = random().nextInt(5);
    int limit = 1 + random().nextInt(random().nextBoolean() ? 10 : 200);
    List<OmdbDocument> expected =
        truth.values().stream()
            .filter(document -> filter == null || FilterOracle.matches(filter, document.metadata()))
            .sorted(Comparator.comparingDouble(document -> -score(target, document)))
            .skip(offset)
            .limit(limit)
            .toList();
    List<Hit> hits =
        store.search(Search.byVector(target).filter(filter).offset(offset).limit(limit));
    assertEquals(expected.size(), hits.size());
    for (int i = 0; i < hits.size(); i++) {
      Hit hit = hits.get(i);
      assertEquals(truth.get(hit.id()), hit.document());
      assertTrue(filter == null || FilterOracle.matches(filter, hit.document().metadata()));
      assertEquals(score(target, hit.document()), hit.score(), tolerance(hit.score()));
      assertEquals(
          "rank " + i, score(target, expected.get(i)), hit.score(), tolerance(hit.score()));
    }
  }

  private double score(float[] target, OmdbDocument document) {
    return similarity.compare(target, document.vector());
  }

  private static double tolerance(float score) {
    return 1e-4 * Math.max(1, Math.abs(score));
  }

  private void checkTexts(OmdbStoreReader store, Map<String, OmdbDocument> truth)
      throws IOException {
    String text = randomText();
    List<String> words = Arrays.asList(text.split(" "));
    List<String> expected =
        truth.values().stream()
            .filter(document -> document.text() != null)
            .filter(document -> Stream.of(document.text().split(" ")).anyMatch(words::contains))
            .filter(document -> text.isEmpty() == false)
            .map(OmdbDocument::id)
            .toList();
    List<Hit> byText = store.search(Search.byText(text).limit(1000));
    assertEquals(expected, TestOmdbStore.ids(byText).stream().sorted().toList());

    float[] target = randomVector();
    int candidates = 1 + random().nextInt(20);
    List<Hit> byVector = store.search(Search.byVector(target).limit(candidates));
    Map<String, Double> fused = new HashMap<>();
    List<Hit> byWords = store.search(Search.byText(text).limit(candidates));
    for (List<Hit> list : List.of(byVector, byWords)) {
      for (int rank = 1; rank <= list.size(); rank++) {
        fused.merge(list.get(rank - 1).id(), 1.0 / (60 + rank), Double::sum);
      }
    }
    List<Hit> hybrid = store.search(Search.hybrid(target, text).candidates(candidates).limit(1000));
    assertEquals(fused.size(), hybrid.size());
    double last = Double.POSITIVE_INFINITY;
    for (Hit hit : hybrid) {
      assertEquals(fused.get(hit.id()), hit.score(), 1e-6);
      assertTrue(hit.score() <= last);
      last = hit.score();
    }
  }
}
