// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What docs/STORE.md says of Spring AI is what this test runs, word for word. */
class TestStorePage {

  private static final Path BASE = Path.of(System.getProperty("omdb.basedir"));

  /** A block of code of the section on Spring AI. */
  private static String block(String language) throws IOException {
    String page = Files.readString(BASE.resolve("docs/STORE.md"));
    String section = page.substring(page.indexOf("\n## Spring AI"));
    String block = section.substring(section.indexOf("```" + language + "\n"));
    return block.substring(block.indexOf('\n') + 1, block.indexOf("\n```"));
  }

  private static List<Document> addAndSearch(VectorStore store) {
    store.add(
        List.of(
            new Document("shrinks pictures without losing quality", Map.of("year", 2021)),
            new Document("plays music in a terminal", Map.of("year", 2024))));
    List<Document> found =
        store.similaritySearch(
            SearchRequest.builder()
                .query("make pictures smaller")
                .topK(3)
                .similarityThreshold(0.5)
                .filterExpression("year >= 2000 && year < 2023")
                .build());
    return found;
  }

  @Test
  void testPropertiesAndJavaOfThePageWork(@TempDir Path folder) throws IOException {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(OmdbVectorStoreAutoConfiguration.class))
        .withBean(EmbeddingModel.class, LetterEmbeddingModel::new)
        .withPropertyValues(
            block("properties").replace("path=", "path=" + folder + "/").split("\n"))
        .run(
            context ->
                assertThat(addAndSearch(context.getBean(VectorStore.class)))
                    .extracting(Document::getText)
                    .containsExactly("shrinks pictures without losing quality"));
    assertThat(folder).isDirectoryContaining(path -> Files.isDirectory(path));
  }

  @Test
  void testJavaOfThePageIsTheJavaOfThisTest() throws IOException {
    Path source =
        Path.of("src/test/java", TestStorePage.class.getName().replace('.', '/').concat(".java"));
    Path module = BASE.resolve("spring-ai-omdb-boot-starter");
    assertThat(withoutSpace(Files.readString(module.resolve(source))))
        .contains(withoutSpace(block("java")));
  }

  private static String withoutSpace(String code) {
    return code.replaceAll("\\s", "");
  }
}
