// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.omdb.store.OmdbStore;
import org.omdb.store.OmdbStoreOptions;
import org.omdb.store.OmdbStoreReader;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.AbstractVectorStoreBuilder;

/** Opens an {@link OmdbVectorStore}. It needs a path or a store. For one thread. */
public final class OmdbVectorStoreBuilder
    extends AbstractVectorStoreBuilder<OmdbVectorStoreBuilder> {

  private Path path;
  private OmdbStoreReader store;
  private OmdbStoreOptions options = OmdbStoreOptions.defaults();
  private boolean initializeSchema;
  private boolean isReadOnly;

  OmdbVectorStoreBuilder(EmbeddingModel embeddingModel) {
    super(embeddingModel);
  }

  /**
   * The folder of the store.
   *
   * @param path the folder
   * @return this
   */
  public OmdbVectorStoreBuilder path(Path path) {
    this.path = Objects.requireNonNull(path, "path");
    return this;
  }

  /**
   * A store that is open already. Whoever opened it closes it.
   *
   * @param store instead of a path and its options
   * @return this
   */
  public OmdbVectorStoreBuilder store(OmdbStoreReader store) {
    this.store = Objects.requireNonNull(store, "store");
    return this;
  }

  /**
   * The number of components of embeddings.
   *
   * @param dimensions as the model has it; by default that of the first embedding
   * @return this
   */
  public OmdbVectorStoreBuilder dimensions(int dimensions) {
    options = options.dimension(dimensions);
    return this;
  }

  /**
   * How embeddings are compared.
   *
   * @param similarity by default that of the store, and cosine for a new one
   * @return this
   */
  public OmdbVectorStoreBuilder similarity(VectorSimilarityFunction similarity) {
    options = options.similarity(similarity);
    return this;
  }

  /**
   * Everything that can be set, such as when changes are committed.
   *
   * @param options replaces what was set before, dimensions and similarity included
   * @return this
   */
  public OmdbVectorStoreBuilder options(OmdbStoreOptions options) {
    this.options = Objects.requireNonNull(options, "options");
    return this;
  }

  /**
   * Whether to make the store if it is not there.
   *
   * @param initializeSchema by default false, as with the stores of Spring AI: a wrong path is an
   *     error then, and not an empty store
   * @return this
   */
  public OmdbVectorStoreBuilder initializeSchema(boolean initializeSchema) {
    this.initializeSchema = initializeSchema;
    return this;
  }

  /**
   * Whether to open the folder for reading, while maybe another process writes to it.
   *
   * @param isReadOnly by default false; if true, the folder must hold a store, what is seen is its
   *     last commit, and adding and deleting throws {@link UnsupportedOperationException}
   * @return this
   */
  public OmdbVectorStoreBuilder readOnly(boolean isReadOnly) {
    this.isReadOnly = isReadOnly;
    return this;
  }

  /**
   * Opens the store.
   *
   * @return a store, to be closed
   * @throws UncheckedIOException if the folder can't be opened, for example because another process
   *     writes to it, or because it holds embeddings of another dimension
   * @throws IllegalStateException if there is no store, and it should not be made
   * @throws IllegalArgumentException if there is neither a path nor a store, or both, or if the
   *     store that was given is open for writing and {@link #readOnly} is set
   */
  @Override
  public OmdbVectorStore build() {
    if ((path == null) == (store == null)) {
      throw new IllegalArgumentException(
          "OmdbVectorStore.builder(embeddingModel) needs a path or a store, got "
              + (path == null ? "none" : "both"));
    }
    if (isReadOnly && store instanceof OmdbStore) {
      throw new IllegalArgumentException(
          "the store that was given to OmdbVectorStore.builder(embeddingModel) is open for writing,"
              + " and readOnly(true) was set. Leave it out, or give OmdbStore.openReadOnly(path)");
    }
    try {
      return store == null ? open() : new OmdbVectorStore(this, store, false, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private OmdbVectorStore open() throws IOException {
    if (isReadOnly == false && initializeSchema == false && isThere() == false) {
      throw new IllegalStateException(
          path
              + " holds no store, and none is made unless initializeSchema(true) is set"
              + " (spring.ai.vectorstore.omdb.initialize-schema=true)");
    }
    OmdbStoreReader opened =
        isReadOnly ? OmdbStore.openReadOnly(path, options) : OmdbStore.open(path, options);
    OmdbVectorStore result = null;
    try {
      Path name = path.getFileName(); // null for a root
      result = new OmdbVectorStore(this, opened, true, name == null ? null : name.toString());
      return result;
    } finally {
      if (result == null) {
        IOUtils.closeWhileHandlingException(opened);
      }
    }
  }

  private boolean isThere() throws IOException {
    if (Files.isDirectory(path) == false) {
      return false; // Lucene would make it
    }
    try (Directory directory = FSDirectory.open(path)) {
      return DirectoryReader.indexExists(directory);
    }
  }
}
