// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.langchain4j.OmdbContentRetriever.Mode;
import org.omdb.store.OmdbDocument;

/** Segments are found by their meaning, by their words, and by both. */
public class TestOmdbContentRetriever extends LuceneTestCase {

  private static final List<String> TEXTS =
      List.of(
          "gimp edits photos",
          "jpegoptim compress photos",
          "zstd compress files",
          "manual of jpegoptim",
          "firefox shows pages");

  private final EmbeddingModel model = new WordModel();
  private OmdbEmbeddingStore store;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    store = OmdbEmbeddingStore.builder().path(createTempDir()).build();
    List<TextSegment> segments =
        TEXTS.stream()
            .map(text -> TextSegment.from(text, Metadata.from("name", text.split(" ")[0])))
            .toList();
    store.addAll(List.of("0", "1", "2", "3", "4"), model.embedAll(segments).content(), segments);
    store.add("no text", model.embed("shrink pictures").content());
  }

  @Override
  public void tearDown() throws Exception {
    store.close();
    super.tearDown();
  }

  private OmdbContentRetrieverBuilder builder() {
    return OmdbContentRetriever.builder().store(store).embeddingModel(model);
  }

  private static List<String> ids(List<Content> contents) {
    return contents.stream()
        .map(content -> (String) content.metadata().get(ContentMetadata.EMBEDDING_ID))
        .toList();
  }

  /** Another writer may leave it; LangChain4j has no content for it. */
  public void testBlankTextIsNoContent() throws Exception {
    float[] vector = model.embed("shrink pictures").content().vector();
    store.store().upsert(new OmdbDocument("blank text", vector, " \n", null));
    List<Content> found = builder().maxResults(3).build().retrieve(Query.from("shrink pictures"));
    assertFalse(found.isEmpty());
    assertFalse(ids(found).contains("blank text"));
  }

  public void testByVectorByTextAndByBoth() {
    Query query = Query.from("shrink pictures manual");
    ContentRetriever byVector = builder().mode(Mode.VECTOR).maxResults(2).build();
    ContentRetriever byText =
        OmdbContentRetriever.builder().store(store).mode(Mode.TEXT).maxResults(2).build();
    assertEquals("1", ids(byVector.retrieve(query)).get(0));
    assertEquals(List.of("3"), ids(byText.retrieve(query)));
    List<Content> both = builder().maxResults(2).build().retrieve(query);
    assertEquals(List.of("1", "3"), ids(both).stream().sorted().toList());
    assertEquals("manual of jpegoptim", both.get(0).textSegment().text());
    assertEquals("manual", both.get(0).textSegment().metadata().getString("name"));
    double score = (double) both.get(0).metadata().get(ContentMetadata.SCORE);
    assertTrue("one of the first ranks of both lists: " + score, score > 1 / 61.0);
  }

  public void testByVectorIsWhatLangChain4jsOwnRetrieverFinds() {
    ContentRetriever theirs =
        EmbeddingStoreContentRetriever.builder()
            .embeddingStore(store)
            .embeddingModel(model)
            .filter(metadataKey("name").isNotEqualTo("zstd"))
            .maxResults(3)
            .build();
    ContentRetriever ours =
        builder()
            .mode(Mode.VECTOR)
            .filter(metadataKey("name").isNotEqualTo("zstd"))
            .maxResults(3)
            .build();
    Query query = Query.from("compress images");
    assertEquals(theirs.retrieve(query), ours.retrieve(query));
    assertEquals(3, ours.retrieve(query).size());
  }

  public void testEmbeddingsWithoutTextAreNotFound() {
    for (Mode mode : Mode.values()) {
      List<String> found =
          ids(builder().mode(mode).maxResults(100).build().retrieve(Query.from("shrink pictures")));
      assertFalse(mode.toString(), found.contains("no text"));
    }
  }

  public void testLimitsThatDependOnTheQuery() {
    ContentRetriever retriever =
        builder()
            .dynamicMaxResults(query -> query.text().length() > 10 ? 2 : 1)
            .dynamicMinScore(query -> 0.0)
            .dynamicFilter(query -> metadataKey("name").isIn("gimp", "jpegoptim", "zstd"))
            .build();
    assertEquals(2, retriever.retrieve(Query.from("compress photos")).size());
    assertEquals(List.of("1"), ids(retriever.retrieve(Query.from("jpegoptim")).subList(0, 1)));
    assertEquals(1, retriever.retrieve(Query.from("photos")).size());
    ContentRetriever strict = builder().mode(Mode.VECTOR).minScore(0.999).maxResults(9).build();
    assertEquals(List.of("2"), ids(strict.retrieve(Query.from("zstd shrink files"))));
  }

  public void testWhatIsMissingIsTold() {
    expectThrows(
        IllegalArgumentException.class,
        () -> OmdbContentRetriever.builder().embeddingModel(model).build());
    expectThrows(
        IllegalArgumentException.class, () -> OmdbContentRetriever.builder().store(store).build());
    expectThrows(IllegalArgumentException.class, () -> builder().maxResults(0));
    expectThrows(IllegalArgumentException.class, () -> builder().minScore(1.1));
  }
}
