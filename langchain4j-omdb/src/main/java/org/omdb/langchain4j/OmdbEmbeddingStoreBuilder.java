// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.store.OmdbStore;
import org.omdb.store.OmdbStoreOptions;
import org.omdb.store.OmdbStoreReader;

/** Opens an {@link OmdbEmbeddingStore}. It needs a path or a store. For one thread. */
public final class OmdbEmbeddingStoreBuilder {

  private Path path;
  private OmdbStoreReader store;
  private OmdbStoreOptions options = OmdbStoreOptions.defaults();
  private boolean isReadOnly;

  OmdbEmbeddingStoreBuilder() {}

  /**
   * The folder of the store. It is made if it is not there.
   *
   * @param path the folder
   * @return this
   */
  public OmdbEmbeddingStoreBuilder path(Path path) {
    this.path = ensureNotNull(path, "path");
    return this;
  }

  /**
   * A store that is open already. Whoever opened it closes it.
   *
   * @param store instead of a path and its options
   * @return this
   */
  public OmdbEmbeddingStoreBuilder store(OmdbStoreReader store) {
    this.store = ensureNotNull(store, "store");
    return this;
  }

  /**
   * The number of components of embeddings.
   *
   * @param dimension as the model has it; by default that of the first embedding
   * @return this
   */
  public OmdbEmbeddingStoreBuilder dimension(int dimension) {
    options = options.dimension(dimension);
    return this;
  }

  /**
   * How embeddings are compared. Scores are Lucene's; they are between 0 and 1, except those of
   * {@code MAXIMUM_INNER_PRODUCT}.
   *
   * @param similarity by default cosine
   * @return this
   */
  public OmdbEmbeddingStoreBuilder similarity(VectorSimilarityFunction similarity) {
    options = options.similarity(similarity);
    return this;
  }

  /**
   * Everything that can be set, such as when changes are committed.
   *
   * @param options replaces what was set before, dimension and similarity included
   * @return this
   */
  public OmdbEmbeddingStoreBuilder options(OmdbStoreOptions options) {
    this.options = ensureNotNull(options, "options");
    return this;
  }

  /**
   * Whether to open the folder for reading, while maybe another process writes to it.
   *
   * @param isReadOnly by default false; if true, the folder must hold a store, what is seen is its
   *     last commit, and adding and removing throws {@code UnsupportedFeatureException}
   * @return this
   */
  public OmdbEmbeddingStoreBuilder readOnly(boolean isReadOnly) {
    this.isReadOnly = isReadOnly;
    return this;
  }

  /**
   * Opens the store.
   *
   * @return a store, to be closed
   * @throws UncheckedIOException if the folder can't be opened, for example because another process
   *     writes to it, or because it holds embeddings of another dimension
   * @throws IllegalArgumentException if there is neither a path nor a store, or both, or if the
   *     store that was given is open for writing and {@link #readOnly} is set
   */
  public OmdbEmbeddingStore build() {
    if ((path == null) == (store == null)) {
      throw new IllegalArgumentException(
          "OmdbEmbeddingStore.builder() needs a path or a store, got "
              + (path == null ? "none" : "both"));
    }
    if (isReadOnly && store instanceof OmdbStore) {
      throw new IllegalArgumentException(
          "the store that was given to OmdbEmbeddingStore.builder() is open for writing, and"
              + " readOnly(true) was set. Leave it out, or give OmdbStore.openReadOnly(path)");
    }
    if (store != null) {
      return new OmdbEmbeddingStore(store, false);
    }
    try {
      return new OmdbEmbeddingStore(
          isReadOnly ? OmdbStore.openReadOnly(path, options) : OmdbStore.open(path, options), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
