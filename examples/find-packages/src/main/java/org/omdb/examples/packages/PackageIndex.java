// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.omdb.langchain4j.OmdbEmbeddingStore;
import org.omdb.store.Hit;
import org.omdb.store.OmdbDocument;
import org.omdb.store.OmdbStoreOptions;
import org.omdb.store.Search;

/**
 * Packages in a store, which is a folder. They are written as any LangChain4j application does it,
 * and searched by the store underneath, which also knows words.
 *
 * <p>Safe for any number of threads: it can be searched while packages are added.
 */
final class PackageIndex implements Closeable {

  private static final String NAME = "name";
  private static final String DESCRIPTION = "description";
  private static final int HITS = 10;

  private final EmbeddingModel model;
  private final OmdbEmbeddingStore store;

  /**
   * Opens the store, or makes it.
   *
   * @param folder of the store
   * @param model the one that the folder was made with, if it is there
   */
  PackageIndex(Path folder, EmbeddingModel model) {
    this.model = model;
    // Words are found in any of their forms.
    OmdbStoreOptions options = OmdbStoreOptions.defaults().analyzer(new EnglishAnalyzer());
    this.store = OmdbEmbeddingStore.builder().path(folder).options(options).build();
  }

  /** Deletes all but some packages: it does not find what its source no longer has. */
  void retain(List<SoftwarePackage> packages) {
    store.removeAll(
        metadataKey(NAME).isNotIn(packages.stream().map(SoftwarePackage::name).toList()));
  }

  /** Those of some packages that are not in the store, or have another description there. */
  List<SoftwarePackage> missing(List<SoftwarePackage> packages) throws IOException {
    List<String> names = packages.stream().map(SoftwarePackage::name).toList();
    Map<String, String> there =
        store.store().get(names).stream()
            .collect(Collectors.toMap(OmdbDocument::id, OmdbDocument::text));
    return packages.stream().filter(p -> p.text().equals(there.get(p.name())) == false).toList();
  }

  /**
   * Embeds packages and adds them. They are found at once, and on disk some seconds later, or when
   * this is closed.
   *
   * @param packages a batch, whose embeddings are made together
   */
  void add(List<SoftwarePackage> packages) {
    List<String> ids = new ArrayList<>();
    List<TextSegment> segments = new ArrayList<>();
    for (SoftwarePackage p : packages) {
      ids.add(p.name());
      segments.add(
          TextSegment.from(
              p.text(), Metadata.from(Map.of(NAME, p.name(), DESCRIPTION, p.description()))));
    }
    store.addAll(ids, model.embedAll(segments).content(), segments);
  }

  long count() throws IOException {
    return store.store().count();
  }

  /**
   * Searches by meaning, by words, and by both.
   *
   * @param query what a user types
   */
  Answer search(String query) throws IOException {
    long start = System.nanoTime();
    Embedding embedding = model.embed(query).content();
    double embeddingMillis = millisSince(start);
    return new Answer(
        count(),
        embeddingMillis,
        search(Search.byVector(embedding.vector())),
        search(Search.byText(query)),
        search(Search.hybrid(embedding.vector(), query)));
  }

  private Answer.Column search(Search search) throws IOException {
    long start = System.nanoTime();
    List<Hit> hits = store.store().search(search.limit(HITS));
    double millis = millisSince(start);
    Function<Hit, Object> description = hit -> hit.document().metadata().get(DESCRIPTION);
    return new Answer.Column(
        millis,
        hits.stream()
            .map(hit -> new Answer.Found(hit.id(), (String) description.apply(hit), hit.score()))
            .toList());
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  /** Commits what was added, and closes the store. */
  @Override
  public void close() {
    store.close();
  }
}
