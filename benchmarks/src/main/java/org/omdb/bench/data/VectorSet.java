// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Vectors with their ids, and queries that are not among them.
 *
 * @param name in options and reports
 * @param origin where the vectors are from, which a report must say
 * @param description one line for a report: what it is, and how it was derived
 * @param similarity that defines the nearest neighbors
 * @param base the vectors
 * @param ids one per vector, all different
 * @param queries of the same dimension
 * @param publishedNeighbors rows of the nearest vectors per query, nearest first, if the set came
 *     with them; null if not. For comparison only: {@link GroundTruth} is computed
 */
public record VectorSet(
    String name,
    Origin origin,
    String description,
    VectorSimilarityFunction similarity,
    Vectors base,
    List<String> ids,
    Vectors queries,
    int[][] publishedNeighbors) {

  /** Where vectors are from. */
  public enum Origin {
    /** Published by others, with queries. */
    REAL,
    /** Made from real data by this project, which held out queries or chose features. */
    DERIVED,
    /** Drawn at random. */
    SYNTHETIC;

    /**
     * The name in tables and titles.
     *
     * @return lower case
     */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks that sizes and dimensions match. */
  public VectorSet {
    Objects.requireNonNull(name);
    Objects.requireNonNull(origin);
    Objects.requireNonNull(description);
    Objects.requireNonNull(similarity);
    if (ids.size() != base.size()) {
      throw new IllegalArgumentException(
          name + ": " + ids.size() + " ids for " + base.size() + " vectors");
    }
    if (queries.dimension() != base.dimension()) {
      throw new IllegalArgumentException(
          name
              + ": queries of dimension "
              + queries.dimension()
              + ", vectors of "
              + base.dimension());
    }
  }

  /**
   * Number of vectors.
   *
   * @return without the queries
   */
  public int size() {
    return base.size();
  }

  /**
   * Components of a vector.
   *
   * @return 1 or more
   */
  public int dimension() {
    return base.dimension();
  }

  /**
   * Whether a report must say that these vectors and queries were not published as they are.
   *
   * @return true for derived and synthetic ones
   */
  public boolean isDerivedOrSynthetic() {
    return origin != Origin.REAL;
  }

  /**
   * The set with its first rows only.
   *
   * @param rows 1 to size
   * @return a view, of the same queries
   */
  public VectorSet first(int rows) {
    return new VectorSet(
        name,
        origin,
        description,
        similarity,
        base.first(rows),
        ids.subList(0, rows),
        queries,
        rows == size() ? publishedNeighbors : null);
  }

  /**
   * The set with some of its rows only, such as those that pass a filter.
   *
   * @param rows in increasing order, at least one
   * @return a view, of the same queries
   */
  public VectorSet only(int[] rows) {
    return new VectorSet(
        name,
        origin,
        description,
        similarity,
        new PickedVectors(base, rows),
        Arrays.stream(rows).mapToObj(ids::get).toList(),
        queries,
        null);
  }

  /**
   * The set with its first queries only.
   *
   * @param count maximum number of queries
   * @return a view
   */
  public VectorSet firstQueries(int count) {
    return new VectorSet(
        name,
        origin,
        description,
        similarity,
        base,
        ids,
        queries.first(Math.min(count, queries.size())),
        publishedNeighbors);
  }
}
