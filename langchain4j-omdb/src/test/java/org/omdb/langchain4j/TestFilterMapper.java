// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.lucene.tests.util.LuceneTestCase;

/** A store finds what LangChain4j's own filters let through. */
public class TestFilterMapper extends LuceneTestCase {

  // Of one kind per key: LangChain4j refuses to compare different ones, a store finds them unequal.
  private static final Map<String, List<Object>> VALUES =
      Map.of(
          "string", List.of("", "a", "ab", "abc", "B", "bc", "ä"),
          "uuid", List.of(new UUID(0, 1), new UUID(0, 2)),
          "number", List.of(-1, 0, 1, 1L, 1f, 1d, 1.1f, 1.1d, 0.5, 2, Long.MAX_VALUE, 1e18));

  private static final List<String> KEYS = List.of("string", "uuid", "number", "number", "string");

  private static Object value(String key) {
    return RandomPicks.randomFrom(random(), VALUES.get(key));
  }

  private static Metadata randomMetadata() {
    Map<String, Object> metadata = new TreeMap<>();
    for (String key : VALUES.keySet()) {
      if (random().nextInt(3) > 0) {
        metadata.put(key, value(key));
      }
    }
    return Metadata.from(metadata);
  }

  private static Filter randomFilter(int depth) {
    if (depth > 0 && random().nextBoolean()) {
      Filter left = randomFilter(depth - 1);
      Filter right = randomFilter(depth - 1);
      return switch (random().nextInt(3)) {
        case 0 -> Filter.and(left, right);
        case 1 -> Filter.or(left, right);
        default -> Filter.not(left);
      };
    }
    String key = RandomPicks.randomFrom(random(), KEYS);
    Object value = value(key);
    List<Object> values = List.of(value, value(key), value(key));
    if (key.equals("uuid")) {
      return switch (random().nextInt(4)) {
        case 0 -> new IsEqualTo(key, value);
        case 1 -> new IsNotEqualTo(key, value);
        case 2 -> new IsIn(key, values);
        default -> new IsNotIn(key, values);
      };
    }
    return switch (random().nextInt(key.equals("string") ? 9 : 8)) {
      case 0 -> new IsEqualTo(key, value);
      case 1 -> new IsNotEqualTo(key, value);
      case 2 -> new IsIn(key, values);
      case 3 -> new IsNotIn(key, values);
      case 4 -> new IsGreaterThan(key, (Comparable<?>) value);
      case 5 -> new IsGreaterThanOrEqualTo(key, (Comparable<?>) value);
      case 6 -> new IsLessThan(key, (Comparable<?>) value);
      case 7 -> new IsLessThanOrEqualTo(key, (Comparable<?>) value);
      default -> new ContainsString(key, (String) value);
    };
  }

  public void testRandomFilters() {
    try (OmdbEmbeddingStore store = OmdbEmbeddingStore.builder().path(createTempDir()).build()) {
      Map<String, Metadata> truth = new TreeMap<>();
      Embedding embedding = Embedding.from(new float[] {1});
      List<Embedding> embeddings = new ArrayList<>();
      List<TextSegment> segments = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        truth.put("" + i, randomMetadata());
        embeddings.add(embedding);
      }
      truth.values().forEach(metadata -> segments.add(TextSegment.from("text", metadata)));
      store.addAll(List.copyOf(truth.keySet()), embeddings, segments);
      for (int i = atLeast(300); i > 0; i--) {
        Filter filter = randomFilter(3);
        List<String> expected =
            truth.keySet().stream().filter(id -> filter.test(truth.get(id))).sorted().toList();
        List<String> found =
            store
                .search(
                    EmbeddingSearchRequest.builder()
                        .queryEmbedding(embedding)
                        .filter(filter)
                        .maxResults(1000)
                        .build())
                .matches()
                .stream()
                .map(EmbeddingMatch::embeddingId)
                .sorted()
                .toList();
        assertEquals(filter.toString(), expected, found);
      }
    }
  }

  public void testFiltersThatAreUnknownAreRefused() {
    Filter unknown =
        new Filter() {
          @Override
          public boolean test(Object object) {
            return true;
          }
        };
    UnsupportedFeatureException refused =
        expectThrows(
            UnsupportedFeatureException.class, () -> FilterMapper.ofSegments(Filter.not(unknown)));
    assertTrue(refused.getMessage(), refused.getMessage().contains("TestFilterMapper"));
    expectThrows(
        IllegalArgumentException.class,
        () -> FilterMapper.ofSegments(new IsEqualTo("key", new Object())));
  }
}
