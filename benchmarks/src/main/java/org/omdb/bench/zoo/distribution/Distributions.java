// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import static org.apache.lucene.index.VectorSimilarityFunction.COSINE;
import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;
import static org.apache.lucene.index.VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;

/** All distributions of the zoo. */
public final class Distributions {

  private static final int USUAL_ROWS = 12_000;
  private static final int ROWS_OF_FEW_DIMENSIONS = 20_000;
  private static final int ROWS_OF_MANY_DIMENSIONS = 3_000;
  private static final int USUAL_DIMENSION = 128;

  /** In the order in which they are shown. */
  private final Map<String, Distribution> byName = new LinkedHashMap<>();

  private Distributions() {
    addOrdinary();
    addGroups();
    addFewDimensions();
    addLengths();
    addEqual();
    addComponents();
    addManyDimensions();
    addOrders();
    addQueriesFromElsewhere();
    addUnseen();
    addBytes();
  }

  /**
   * All distributions.
   *
   * @return in the order in which they are shown
   */
  public static List<Distribution> all() {
    return List.copyOf(new Distributions().byName.values());
  }

  /**
   * The distributions whose names match.
   *
   * @param patterns names, or globs such as {@code uniform-*}
   * @return in the order in which they are shown
   * @throws IllegalArgumentException if a pattern matches no name
   */
  public static List<Distribution> matching(List<String> patterns) {
    TreeSet<String> names = new TreeSet<>();
    for (String pattern : patterns) {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      List<String> found =
          all().stream()
              .map(Distribution::name)
              .filter(name -> matcher.matches(Path.of(name)))
              .toList();
      names.addAll(found);
      if (found.isEmpty()) {
        throw new IllegalArgumentException("no distribution matches \"" + pattern + "\"");
      }
    }
    return all().stream().filter(distribution -> names.contains(distribution.name())).toList();
  }

  private void addOrdinary() {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      add("mixture-" + word(similarity), similarity, Groups.even(100, 0.7));
      add("inner-16d-" + word(similarity), similarity, Groups.lowDimension(16, 0.02));
    }
  }

  private void addGroups() {
    for (double spread : new double[] {0.3, 0.1, 0.05, 0.02}) {
      Family family = Groups.queriedByNoisyMembers(60, spread);
      add("groups-" + spread + "-cosine", COSINE, USUAL_ROWS, 256, family);
      add("groups-" + spread + "-euclidean", EUCLIDEAN, USUAL_ROWS, 256, family);
    }
    add("groups-zipf", EUCLIDEAN, Groups.zipf(300, 0.2));
  }

  private void addFewDimensions() {
    for (int dimension : new int[] {1, 2, 3, 4, 8, 16}) {
      Family family = Components.uniform(0, 1);
      add("uniform-" + dimension + "d", EUCLIDEAN, ROWS_OF_FEW_DIMENSIONS, dimension, family);
    }
    for (int dimension : new int[] {2, 3, 4}) {
      Family family = Components.uniform(-1, 1);
      add("uniform-" + dimension + "d-cosine", COSINE, ROWS_OF_FEW_DIMENSIONS, dimension, family);
    }
  }

  private void addLengths() {
    for (String times : List.of("1e6", "1e9")) {
      Family family = Orders.withOneLong(Components.gaussian(), Double.parseDouble(times));
      add("one-long-" + times + "-euclidean", EUCLIDEAN, family);
      add("one-long-" + times + "-mip", MAXIMUM_INNER_PRODUCT, family);
    }
    add("one-long-1e9-cosine", COSINE, Orders.withOneLong(Components.gaussian(), 1e9));
    add("lengths-lognormal-mip", MAXIMUM_INNER_PRODUCT, Components.lognormalLengths());
    add("lengths-lognormal-euclidean", EUCLIDEAN, Components.lognormalLengths());
    for (String times : List.of("0.01", "1e20")) {
      Change scaled = Change.times(Double.parseDouble(times));
      add("queries-x-" + times, MAXIMUM_INNER_PRODUCT, Components.gaussian().thenQueries(scaled));
    }
  }

  private void addEqual() {
    for (int copies : new int[] {3, 10, 100, 1_000}) {
      add("equal-" + copies, EUCLIDEAN, Groups.equal(copies));
    }
    add("equal-100-cosine", COSINE, Groups.equal(100));
    add("equal-10-mip", MAXIMUM_INNER_PRODUCT, Groups.equal(10));
    add("equal-10-sorted", EUCLIDEAN, Orders.sorted(Groups.equal(10)));
    add("equal-zipf", EUCLIDEAN, Groups.zipf(600, 0));
    add("nearly-equal", EUCLIDEAN, Groups.nearlyEqual(100));
    add("mostly-equal", EUCLIDEAN, Groups.mostlyEqual(0.9));
  }

  private void addComponents() {
    add("gaussian", EUCLIDEAN, Components.gaussian());
    add("wide-component", EUCLIDEAN, Components.wideComponent());
    add("sparse-euclidean", EUCLIDEAN, Components.sparse(0.05));
    add("sparse-cosine", COSINE, Components.sparse(0.05));
    add("one-hot", EUCLIDEAN, Components.oneHot());
    add("levels-3", EUCLIDEAN, Components.levels(3));
    add("integers-256", EUCLIDEAN, Components.levels(256));
    add("binary-euclidean", EUCLIDEAN, Components.levels(2));
    add("binary-cosine", COSINE, Components.levels(2));
    add("half-constant-euclidean", EUCLIDEAN, Components.halfConstant());
    add("half-constant-cosine", COSINE, Components.halfConstant());
    for (VectorSimilarityFunction similarity : List.of(EUCLIDEAN, COSINE, MAXIMUM_INNER_PRODUCT)) {
      Family family = Components.gaussian().then(Change.plus(100));
      add("shifted-100-" + word(similarity), similarity, family);
    }
    add("student-t", EUCLIDEAN, Components.studentT());
    add("cauchy", EUCLIDEAN, Components.cauchy());
    add("decaying-euclidean", EUCLIDEAN, Components.decaying());
    add("decaying-cosine", COSINE, Components.decaying());
  }

  private void addManyDimensions() {
    Family family = Groups.lowDimension(24, 0.1);
    add("inner-24d-of-100", EUCLIDEAN, USUAL_ROWS, 100, family);
    add("inner-24d-of-768", COSINE, USUAL_ROWS, 768, family);
    add("inner-24d-of-4096", COSINE, ROWS_OF_MANY_DIMENSIONS, 4_096, family);
  }

  private void addOrders() {
    add("far-groups-sorted", EUCLIDEAN, USUAL_ROWS, 64, Groups.oneAfterTheOther(30, 20));
    add("sorted-gaussian", EUCLIDEAN, Orders.sorted(Components.gaussian()));
    add("sorted-inner-16d", EUCLIDEAN, Orders.sorted(Groups.lowDimension(16, 0.02)));
  }

  private void addQueriesFromElsewhere() {
    Family groups = Groups.even(100, 0.3);
    add("queries-5-sigma", EUCLIDEAN, Components.gaussian().thenQueries(Change.plus(5)));
    add("queries-uniform", EUCLIDEAN, groups.queriedBy(Components.uniform(-2, 2)));
    add("queries-far", EUCLIDEAN, groups.thenQueries(Change.times(1_000)));
    add("queries-tiny-euclidean", EUCLIDEAN, groups.thenQueries(Change.times(1e-6)));
    add("queries-tiny-cosine", COSINE, groups.thenQueries(Change.times(1e-6)));
  }

  private void addUnseen() {
    add("curve", EUCLIDEAN, Unseen.curve(0.01));
    add("curve-cosine", COSINE, Unseen.curve(0.1));
    add("shells-euclidean", EUCLIDEAN, Unseen.shells());
    add("shells-mip", MAXIMUM_INNER_PRODUCT, Unseen.shells());
    add("two-scales-euclidean", EUCLIDEAN, USUAL_ROWS, 200, Unseen.twoScales());
    add("two-scales-cosine", COSINE, USUAL_ROWS, 200, Unseen.twoScales());
    add("lattice", EUCLIDEAN, USUAL_ROWS, 48, Unseen.lattice());
    add("topics-cosine", COSINE, USUAL_ROWS, 512, Unseen.topics());
    add("two-cones-mip", MAXIMUM_INNER_PRODUCT, USUAL_ROWS, 300, Unseen.twoCones());
    add("two-cones-cosine", COSINE, USUAL_ROWS, 300, Unseen.twoCones());
  }

  private void addBytes() {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      Change scaled = Change.times(30);
      addBytes("groups", similarity, Groups.even(100, 0.3).then(scaled));
      addBytes("uniform", similarity, Components.uniform(-128, 127));
      addBytes("levels-3", similarity, Components.levels(3));
    }
  }

  private void addBytes(String name, VectorSimilarityFunction similarity, Family family) {
    put(
        new Distribution(
            "bytes-" + name + "-" + word(similarity),
            similarity,
            VectorEncoding.BYTE,
            USUAL_ROWS,
            USUAL_DIMENSION,
            family.then(Change.whole(Byte.MIN_VALUE, Byte.MAX_VALUE))));
  }

  private static String word(VectorSimilarityFunction similarity) {
    return switch (similarity) {
      case EUCLIDEAN -> "euclidean";
      case DOT_PRODUCT -> "dot";
      case COSINE -> "cosine";
      case MAXIMUM_INNER_PRODUCT -> "mip";
    };
  }

  private void add(String name, VectorSimilarityFunction similarity, Family family) {
    add(name, similarity, USUAL_ROWS, USUAL_DIMENSION, family);
  }

  private void add(
      String name, VectorSimilarityFunction similarity, int rows, int dimension, Family family) {
    put(new Distribution(name, similarity, VectorEncoding.FLOAT32, rows, dimension, family));
  }

  private void put(Distribution distribution) {
    if (byName.put(distribution.name(), distribution) != null) {
      throw new IllegalStateException("two distributions have the name " + distribution.name());
    }
  }
}
