// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreErrorContext;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreListener;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreRequestContext;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreResponseContext;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.store.OmdbDocument;
import org.omdb.store.OmdbStore;
import org.omdb.store.OmdbStoreOptions;

/** What LangChain4j's suites leave open. */
public class TestOmdbEmbeddingStore extends LuceneTestCase {

  private Path folder;
  private OmdbEmbeddingStore store;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    store = open();
  }

  @Override
  public void tearDown() throws Exception {
    store.close();
    super.tearDown();
  }

  private OmdbEmbeddingStore open() {
    return OmdbEmbeddingStore.builder().path(folder).build();
  }

  private static Embedding embedding(float... vector) {
    return Embedding.from(vector);
  }

  private static List<EmbeddingMatch<TextSegment>> find(
      EmbeddingStore<TextSegment> store, Filter filter) {
    return store
        .search(
            EmbeddingSearchRequest.builder()
                .queryEmbedding(embedding(1, 0))
                .filter(filter)
                .maxResults(100)
                .build())
        .matches();
  }

  private List<String> ids(Filter filter) {
    return find(store, filter).stream().map(EmbeddingMatch::embeddingId).sorted().toList();
  }

  public void testSegmentsComeBackWithTheTypesOfTheirMetadata() {
    Metadata metadata =
        new Metadata()
            .put("string", "a")
            .put("uuid", UUID.randomUUID())
            .put("integer", 1)
            .put("long", 2L)
            .put("float", 3f)
            .put("double", 4d);
    TextSegment segment = TextSegment.from("a text", metadata);
    String id = store.add(embedding(1, 2), segment);
    store.close();
    store = open();
    EmbeddingMatch<TextSegment> match = find(store, null).get(0);
    assertEquals(id, match.embeddingId());
    assertEquals(embedding(1, 2), match.embedding());
    assertEquals(segment, match.embedded());
  }

  public void testEmbeddingsWithoutSegmentsMatchNoFilter() {
    store.add("alone", embedding(1, 1));
    store.addAll(
        List.of("b", "c"),
        List.of(embedding(1, 1), embedding(1, 1)),
        Arrays.asList(TextSegment.from("b", Metadata.from("k", "v")), null));
    assertEquals(List.of("alone", "b", "c"), ids(null));
    assertEquals(List.of("b"), ids(metadataKey("k").isEqualTo("v")));
    assertEquals(List.of("b"), ids(metadataKey("k").isNotEqualTo("other")));
    assertEquals(List.of("b"), ids(Filter.not(metadataKey("k").isEqualTo("other"))));
    store.removeAll(metadataKey("k").isNotEqualTo("other"));
    assertEquals(List.of("alone", "c"), ids(null));
  }

  public void testAddAll() {
    store.addAll(null, null, null);
    store.addAll(List.of(), List.of(), null);
    store.addAll(List.of(), List.of(), List.of());
    assertEquals(List.of(), ids(null));
    List<Embedding> two = List.of(embedding(1, 1), embedding(1, 2));
    expectThrows(IllegalArgumentException.class, () -> store.addAll(List.of("1"), two, null));
    expectThrows(
        IllegalArgumentException.class,
        () -> store.addAll(List.of("1", "2"), two, List.of(TextSegment.from("one"))));
    expectThrows(IllegalArgumentException.class, () -> store.addAll(List.of("1", " "), two, null));
    expectThrows(
        IllegalArgumentException.class,
        () -> store.addAll(List.of("1", "2"), Arrays.asList(embedding(1, 1), null), null));
    expectThrows(
        IllegalArgumentException.class,
        () -> store.addAll(List.of("1", "2"), List.of(embedding(1, 1), embedding(1)), null));
    expectThrows(IllegalArgumentException.class, () -> store.add(null, embedding(1, 1)));
    expectThrows(IllegalArgumentException.class, () -> store.add("1", null));
    assertEquals("a call that fails adds nothing", List.of(), ids(null));

    List<String> generated = store.addAll(two);
    assertEquals(generated.stream().sorted().toList(), ids(null));
    assertEquals(3, store.generateIds(3).stream().distinct().count());
  }

  /** Another writer may put into the folder what LangChain4j has no segment for. */
  public void testBlankTextsAndKeysOfOtherWriters() throws Exception {
    float[] vector = {1, 0};
    store.store().upsert(new OmdbDocument("blank", vector, " ", Map.of("k", "v")));
    store.store().upsert(new OmdbDocument("key", vector, "text", Map.of(" ", 1, "k", "v")));
    for (EmbeddingMatch<TextSegment> match : find(store, null)) {
      if (match.embeddingId().equals("blank")) {
        assertNull(match.embedded());
      } else {
        assertEquals(TextSegment.from("text", Metadata.from("k", "v")), match.embedded());
      }
    }
    assertEquals(List.of("blank", "key"), ids(null));
  }

  public void testAGivenStoreIsNotMadeReadOnly() {
    IllegalArgumentException refused =
        expectThrows(
            IllegalArgumentException.class,
            () -> OmdbEmbeddingStore.builder().store(store.store()).readOnly(true).build());
    assertTrue(refused.getMessage(), refused.getMessage().contains("open for writing"));
  }

  public void testAnIdIsReplaced() {
    store.add("1", embedding(1, 0));
    store.addAll(List.of("1"), List.of(embedding(0, 1)), List.of(TextSegment.from("new")));
    assertEquals(1, find(store, null).size());
    assertEquals("new", find(store, null).get(0).embedded().text());
  }

  public void testMinScoreAndMaxResults() {
    store.addAll(List.of("near", "far"), List.of(embedding(1, 0.1f), embedding(-1, 0)), null);
    var request = EmbeddingSearchRequest.builder().queryEmbedding(embedding(1, 0));
    assertEquals(
        "near", store.search(request.maxResults(1).build()).matches().get(0).embeddingId());
    assertEquals(1, store.search(request.maxResults(9).minScore(0.5).build()).matches().size());
    assertEquals(2, store.search(request.minScore(0.0).build()).matches().size());
  }

  public void testListeners() {
    List<Object> heard = new ArrayList<>();
    EmbeddingStore<TextSegment> listening =
        store.addListener(
            new EmbeddingStoreListener() {
              @Override
              public void onRequest(EmbeddingStoreRequestContext<?> context) {
                heard.add(context);
              }

              @Override
              public void onResponse(EmbeddingStoreResponseContext<?> context) {
                heard.add(context);
              }

              @Override
              public void onError(EmbeddingStoreErrorContext<?> context) {
                heard.add(context);
              }
            });
    listening.add("1", embedding(1, 0));
    find(listening, null);
    listening.removeAll(metadataKey("k").isEqualTo("v"));
    expectThrows(IllegalArgumentException.class, () -> listening.add("2", embedding(1)));
    assertEquals(
        List.of(
            EmbeddingStoreRequestContext.Add.class,
            EmbeddingStoreResponseContext.Add.class,
            EmbeddingStoreRequestContext.Search.class,
            EmbeddingStoreResponseContext.Search.class,
            EmbeddingStoreRequestContext.RemoveAllFilter.class,
            EmbeddingStoreResponseContext.RemoveAllFilter.class,
            EmbeddingStoreRequestContext.Add.class,
            EmbeddingStoreErrorContext.class),
        heard.stream().map(Object::getClass).toList());
  }

  public void testAnotherStoreOfTheFolderMayRead() throws Exception {
    store.add("1", embedding(1, 0), TextSegment.from("text"));
    store.store().commit();
    try (OmdbEmbeddingStore reading =
        OmdbEmbeddingStore.builder().path(folder).readOnly(true).build()) {
      assertEquals(1, find(reading, null).size());
      expectThrows(UnsupportedFeatureException.class, () -> reading.add(embedding(1, 0)));
      expectThrows(UnsupportedFeatureException.class, reading::removeAll);
      expectThrows(UnsupportedFeatureException.class, reading::store);
    }
    UncheckedIOException refused = expectThrows(UncheckedIOException.class, this::open);
    assertTrue(
        refused.getMessage(),
        refused.getMessage().startsWith(folder + " is open for writing already"));
  }

  public void testOtherDimension() {
    store.add(embedding(1, 0));
    store.close();
    UncheckedIOException refused =
        expectThrows(
            UncheckedIOException.class,
            () -> OmdbEmbeddingStore.builder().path(folder).dimension(384).build());
    assertTrue(refused.getMessage(), refused.getMessage().contains("2 dimensions"));
  }

  public void testAStoreThatIsOpenAlready() throws Exception {
    Path other = createTempDir();
    try (OmdbStore given = OmdbStore.open(other, OmdbStoreOptions.defaults().commitAfter(1))) {
      given.upsert(
          new OmdbDocument(
              "1",
              new float[] {1, 0},
              "text",
              Map.of("boolean", true, "time", Instant.EPOCH, "list", List.of("a", 1), "n", 1)));
      OmdbEmbeddingStore wrapped = OmdbEmbeddingStore.builder().store(given).build();
      assertSame(given, wrapped.store());
      assertEquals(
          Map.of("boolean", "true", "time", "1970-01-01T00:00:00Z", "list", "[a, 1]", "n", 1),
          find(wrapped, null).get(0).embedded().metadata().toMap());
      wrapped.close();
      assertEquals("it is for its owner to close", 1, given.count());
    }
    expectThrows(IllegalArgumentException.class, () -> OmdbEmbeddingStore.builder().build());
  }

  public void testUseAfterClose() {
    store.close();
    store.close();
    expectThrows(AlreadyClosedException.class, () -> store.add(embedding(1, 0)));
    expectThrows(AlreadyClosedException.class, () -> find(store, null));
  }
}
