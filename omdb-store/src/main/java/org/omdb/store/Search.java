// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.util.Objects;

/**
 * What to search for. Begin with one of the static methods, and change what should not be as it is
 * by default:
 *
 * <pre class="prettyprint">
 * Search.byVector(vector).filter(Filter.eq("language", "en")).minScore(0.8).limit(20)
 * </pre>
 *
 * <p>The score of a hit is
 *
 * <ul>
 *   <li>{@link #byVector}: that of Lucene's {@link
 *       org.apache.lucene.index.VectorSimilarityFunction} of the store; with cosine {@code (1 +
 *       cos) / 2}, between 0 and 1
 *   <li>{@link #byText}: that of BM25, from 0 on without a limit
 *   <li>{@link #hybrid}: the sum of {@code 1 / (rank constant + rank)} over the lists that have the
 *       document, where the first rank is 1 (reciprocal rank fusion)
 *   <li>{@link #all}: 1.
 * </ul>
 *
 * <p>Immutable: each method returns another search.
 */
public final class Search {

  // set before a search is handed out, and never again
  private float[] vector;
  private String text;
  private Filter filter;
  private double minScore = Double.NEGATIVE_INFINITY;
  private int offset = 0;
  private int limit = 10;
  private int candidates; // 0 for the default
  private int rankConstant = 60;

  private Search(float[] vector, String text) {
    this.vector = vector;
    this.text = text;
  }

  private Search(Search other) {
    this.vector = other.vector;
    this.text = other.text;
    this.filter = other.filter;
    this.minScore = other.minScore;
    this.offset = other.offset;
    this.limit = other.limit;
    this.candidates = other.candidates;
    this.rankConstant = other.rankConstant;
  }

  /**
   * The documents whose vectors are most similar.
   *
   * @param vector as many components as vectors of the store have; not copied
   * @return a search
   */
  public static Search byVector(float[] vector) {
    return new Search(Objects.requireNonNull(vector, "vector"), null);
  }

  /**
   * The documents whose texts match best, by BM25. A document matches if it has one of the words.
   *
   * @param text plain words, as a user types them; it has no syntax. Of different words the first
   *     512 count
   * @return a search
   */
  public static Search byText(String text) {
    return new Search(null, Objects.requireNonNull(text, "text"));
  }

  /**
   * The documents that are high in the list of {@link #byVector}, in that of {@link #byText}, or in
   * both.
   *
   * @param vector as for {@link #byVector}
   * @param text as for {@link #byText}
   * @return a search
   */
  public static Search hybrid(float[] vector, String text) {
    return new Search(
        Objects.requireNonNull(vector, "vector"), Objects.requireNonNull(text, "text"));
  }

  /**
   * All documents, in no particular order. Writes and merges change the order, also between two
   * pages. So take everything as one page.
   *
   * @return a search
   */
  public static Search all() {
    return new Search(null, null);
  }

  /**
   * Only documents that a filter matches. They are as many as without a filter, if there are as
   * many: it is part of the search.
   *
   * @param filter null for none
   * @return a search
   */
  public Search filter(Filter filter) {
    Search changed = new Search(this);
    changed.filter = filter;
    return changed;
  }

  /**
   * Only documents with at least this score. In a hybrid search it is the score of the vector that
   * must be as high, to be in the list of vectors; the list of texts stays as it is.
   *
   * @param minScore by default none
   * @return a search
   */
  public Search minScore(double minScore) {
    if (Double.isNaN(minScore)) {
      throw new IllegalArgumentException("minScore must be a number, got NaN");
    }
    Search changed = new Search(this);
    changed.minScore = minScore;
    return changed;
  }

  /**
   * How many of the best hits to leave out, for pages. Each page is a search of its own, so what is
   * written between them may move hits from one to another. A later page costs as much as all pages
   * up to it.
   *
   * @param offset by default 0
   * @return a search
   */
  public Search offset(int offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("offset must be 0 or more, got " + offset);
    }
    Search changed = new Search(this);
    changed.offset = offset;
    return changed;
  }

  /**
   * How many hits to return at most.
   *
   * @param limit 1 or more, by default 10
   * @return a search
   */
  public Search limit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be 1 or more, got " + limit);
    }
    Search changed = new Search(this);
    changed.limit = limit;
    return changed;
  }

  /**
   * How many of the nearest vectors a search collects at least. The hits are the best of them. With
   * more, fewer of the nearest are missed, and a search takes longer. A hybrid search collects as
   * many texts too, and joins the two lists.
   *
   * @param candidates 1 or more; by default 100, or offset plus limit if that is more
   * @return a search
   */
  public Search candidates(int candidates) {
    if (candidates < 1) {
      throw new IllegalArgumentException("candidates must be 1 or more, got " + candidates);
    }
    Search changed = new Search(this);
    changed.candidates = candidates;
    return changed;
  }

  /**
   * How little the first ranks of a hybrid search stand out.
   *
   * @param rankConstant 1 or more, by default 60
   * @return a search
   */
  public Search rankConstant(int rankConstant) {
    if (rankConstant < 1) {
      throw new IllegalArgumentException("rankConstant must be 1 or more, got " + rankConstant);
    }
    Search changed = new Search(this);
    changed.rankConstant = rankConstant;
    return changed;
  }

  float[] vector() {
    return vector;
  }

  String text() {
    return text;
  }

  Filter filter() {
    return filter;
  }

  double minScore() {
    return minScore;
  }

  int offset() {
    return offset;
  }

  int rankConstant() {
    return rankConstant;
  }

  /** How many hits are needed, those that are left out included. */
  int depth() {
    return (int) Math.min((long) offset + limit, Integer.MAX_VALUE);
  }

  int candidates() {
    return candidates == 0 ? Math.max(100, depth()) : Math.max(candidates, 1);
  }
}
