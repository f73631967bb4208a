// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.time.Duration;
import java.util.Objects;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.lucene.OmdbCodec;

/**
 * How a store is opened. Begin with {@link #defaults}, and change what should be different.
 *
 * <p>Immutable: each method returns other options.
 */
public final class OmdbStoreOptions {

  private static final OmdbStoreOptions DEFAULTS = new OmdbStoreOptions();

  // set before options are handed out, and never again
  private int dimension = 0; // as the store has it, or the first vector
  private VectorSimilarityFunction similarity; // as the store has it, or cosine
  private Analyzer analyzer = new StandardAnalyzer();
  private Duration commitInterval = Duration.ofSeconds(5);
  private int commitAfter = 0; // never
  private Duration refreshInterval = Duration.ZERO;
  private double ramBufferMegabytes = 64;
  private OmdbCodec codec = new OmdbCodec();

  private OmdbStoreOptions() {}

  private OmdbStoreOptions(OmdbStoreOptions other) {
    this.dimension = other.dimension;
    this.similarity = other.similarity;
    this.analyzer = other.analyzer;
    this.commitInterval = other.commitInterval;
    this.commitAfter = other.commitAfter;
    this.refreshInterval = other.refreshInterval;
    this.ramBufferMegabytes = other.ramBufferMegabytes;
    this.codec = other.codec;
  }

  /**
   * The options of {@link OmdbStore#open(java.nio.file.Path)}.
   *
   * @return options
   */
  public static OmdbStoreOptions defaults() {
    return DEFAULTS;
  }

  /**
   * The number of components that all vectors have. A store keeps it.
   *
   * @param dimension 1 or more; by default that of the first vector
   * @return options; a store of another dimension is not opened
   */
  public OmdbStoreOptions dimension(int dimension) {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension must be 1 or more, got " + dimension);
    }
    OmdbStoreOptions changed = new OmdbStoreOptions(this);
    changed.dimension = dimension;
    return changed;
  }

  /**
   * How vectors are compared. A store keeps it.
   *
   * @param similarity one of Lucene's, by default cosine; {@code DOT_PRODUCT} is for vectors of
   *     length 1, {@code MAXIMUM_INNER_PRODUCT} for others
   * @return options; a store of another similarity is not opened
   */
  public OmdbStoreOptions similarity(VectorSimilarityFunction similarity) {
    OmdbStoreOptions changed = new OmdbStoreOptions(this);
    changed.similarity = Objects.requireNonNull(similarity, "similarity");
    return changed;
  }

  /**
   * Makes words of texts, of documents and of searches alike. A store does not keep it, so open it
   * with the same one each time.
   *
   * @param analyzer by default {@link StandardAnalyzer}: words in lower case, none left out
   * @return options
   */
  public OmdbStoreOptions analyzer(Analyzer analyzer) {
    OmdbStoreOptions changed = new OmdbStoreOptions(this);
    changed.analyzer = Objects.requireNonNull(analyzer, "analyzer");
    return changed;
  }

  /**
   * How long a change waits to be committed in the background.
   *
   * @param commitInterval by default 5 seconds, {@link Duration#ZERO} for no commits by time
   * @return options
   */
  public OmdbStoreOptions commitInterval(Duration commitInterval) {
    if (commitInterval.isNegative()) {
      throw new IllegalArgumentException("commitInterval must be 0 or more, got " + commitInterval);
    }
    OmdbStoreOptions changed = new OmdbStoreOptions(this);
    changed.commitInterval = commitInterval;
    return changed;
  }

  /**
   * After how many changes the thread that makes one commits, before its call returns. With 1 each
   * change is durable when its call returns.
   *
   * @param commitAfter a number of written documents and calls of delete; by default 0, for no
   *     commits by number
   * @return options
   */
  public OmdbStoreOptions commitAfter(int commitAfter) {
    if (commitAfter < 0) {
      throw new IllegalArgumentException("commitAfter must be 0 or more, got " + commitAfter);
    }
    OmdbStoreOptions changed = new OmdbStoreOptions(this);
    changed.commitAfter = commitAfter;
    return changed;
  }

  /**
   * How old what a search sees may be. While a store is written all the time, each search that sees
   * everything writes a small segment, which takes longer than the search. {@link
   * OmdbStoreReader#refresh} makes the next searches see everything, whatever this is.
   *
   * @param refreshInterval by default {@link Duration#ZERO}: a search sees all that was written
   *     before it
   * @return options
   */
  public OmdbStoreOptions refreshInterval(Duration refreshInterval) {
    if (refreshInterval.isNegative()) {
      throw new IllegalArgumentException(
          "refreshInterval must be 0 or more, got " + refreshInterval);
    }
    OmdbStoreOptions changed = new OmdbStoreOptions(this);
    changed.refreshInterval = refreshInterval;
    return changed;
  }

  /**
   * How much is held in memory before it is written as a segment.
   *
   * @param ramBufferMegabytes by default 64
   * @return options
   */
  public OmdbStoreOptions ramBufferMegabytes(double ramBufferMegabytes) {
    if (ramBufferMegabytes > 0 == false) {
      throw new IllegalArgumentException(
          "ramBufferMegabytes must be more than 0, got " + ramBufferMegabytes);
    }
    OmdbStoreOptions changed = new OmdbStoreOptions(this);
    changed.ramBufferMegabytes = ramBufferMegabytes;
    return changed;
  }

  /**
   * How graphs of vectors are built, and whether codes are read into memory when a segment is
   * opened.
   *
   * @param codec by default one with its defaults
   * @return options
   */
  public OmdbStoreOptions codec(OmdbCodec codec) {
    OmdbStoreOptions changed = new OmdbStoreOptions(this);
    changed.codec = Objects.requireNonNull(codec, "codec");
    return changed;
  }

  /** 0 for as the store has it. */
  int dimension() {
    return dimension;
  }

  /** Null for as the store has it. */
  VectorSimilarityFunction similarity() {
    return similarity;
  }

  Analyzer analyzer() {
    return analyzer;
  }

  Duration commitInterval() {
    return commitInterval;
  }

  int commitAfter() {
    return commitAfter;
  }

  Duration refreshInterval() {
    return refreshInterval;
  }

  double ramBufferMegabytes() {
    return ramBufferMegabytes;
  }

  OmdbCodec codec() {
    return codec;
  }
}
