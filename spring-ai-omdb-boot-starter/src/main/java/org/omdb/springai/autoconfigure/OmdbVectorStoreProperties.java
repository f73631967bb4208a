// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai.autoconfigure;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.springframework.ai.vectorstore.properties.CommonVectorStoreProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where the store is, and what it is if it is made. */
@ConfigurationProperties(OmdbVectorStoreProperties.CONFIG_PREFIX)
public class OmdbVectorStoreProperties extends CommonVectorStoreProperties {

  /** What the names of all properties begin with. */
  public static final String CONFIG_PREFIX = "spring.ai.vectorstore.omdb";

  /** Folder of the store. */
  private String path;

  /** Number of components of embeddings. By default that of the first embedding. */
  private Integer dimensions;

  /** How embeddings are compared. By default as the store has it, and cosine for a new one. */
  private VectorSimilarityFunction similarity;

  /**
   * Whether to open the store for reading, while maybe another process writes to it. What is seen
   * is its last commit.
   */
  private boolean readOnly = false;

  /** Properties with their defaults. */
  public OmdbVectorStoreProperties() {}

  /**
   * Folder of the store.
   *
   * @return null if it is not set
   */
  public String getPath() {
    return path;
  }

  /**
   * Sets the folder of the store.
   *
   * @param path relative to the folder in which the application runs, or absolute
   */
  public void setPath(String path) {
    this.path = path;
  }

  /**
   * Number of components of embeddings.
   *
   * @return null for that of the first embedding
   */
  public Integer getDimensions() {
    return dimensions;
  }

  /**
   * Sets the number of components of embeddings.
   *
   * @param dimensions as the model has it
   */
  public void setDimensions(Integer dimensions) {
    this.dimensions = dimensions;
  }

  /**
   * How embeddings are compared.
   *
   * @return null for as the store has it
   */
  public VectorSimilarityFunction getSimilarity() {
    return similarity;
  }

  /**
   * Sets how embeddings are compared.
   *
   * @param similarity one of Lucene's
   */
  public void setSimilarity(VectorSimilarityFunction similarity) {
    this.similarity = similarity;
  }

  /**
   * Whether the store is opened for reading.
   *
   * @return by default false
   */
  public boolean isReadOnly() {
    return readOnly;
  }

  /**
   * Sets whether the store is opened for reading.
   *
   * @param readOnly true if another process writes to it
   */
  public void setReadOnly(boolean readOnly) {
    this.readOnly = readOnly;
  }
}
