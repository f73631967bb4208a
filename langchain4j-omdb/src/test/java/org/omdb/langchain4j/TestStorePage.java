// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of docs/STORE.md are those of this class, and do what it says. */
class TestStorePage {

  @TempDir private Path folder;
  private final StringBuilder printed = new StringBuilder();

  private void println(String line) {
    printed.append(line).append('\n');
  }

  private void example(Path folder, EmbeddingModel model) {
    // STORE.md: begin
    try (OmdbEmbeddingStore store = OmdbEmbeddingStore.builder().path(folder).build()) {
      TextSegment segment = TextSegment.from("GIMP edits photos", Metadata.from("section", "gui"));
      store.add(model.embed(segment).content(), segment);
      ContentRetriever retriever =
          OmdbContentRetriever.builder()
              .store(store)
              .embeddingModel(model)
              .filter(metadataKey("section").isEqualTo("gui"))
              .maxResults(5)
              .build();
      for (Content content : retriever.retrieve(Query.from("shrink pictures"))) {
        println(content.textSegment().text());
      }
    }
    // STORE.md: end
  }

  @Test
  void theExampleFindsWhatItAdded() {
    example(folder.resolve("store"), EmbeddingModels.MINI_LM);
    assertThat(printed.toString()).isEqualTo("GIMP edits photos\n");
  }

  @Test
  void theExampleIsOnThePage() throws IOException {
    Path root = Path.of(System.getProperty("omdb.basedir"));
    String source =
        Files.readString(
            root.resolve("langchain4j-omdb/src/test/java/org/omdb/langchain4j/TestStorePage.java"));
    String example = source.split("// STORE.md: begin")[1].split("// STORE.md: end")[0];
    assertThat(withoutSpace(Files.readString(root.resolve("docs/STORE.md"))))
        .contains(withoutSpace(example).replace("println", "System.out.println"));
  }

  private static String withoutSpace(String code) {
    return code.replaceAll("\\s", "");
  }
}
