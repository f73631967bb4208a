// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.omdb.cli.demo.ClassFeatures.Kind;

/**
 * Turns the features of classes into unit vectors whose dot product says how much two classes have
 * in common.
 *
 * <p>The weight of a feature is {@code (1 + ln(n)) * ln((classes + 1) / m)}, if the class has it n
 * times and m of all classes have it. A hash of the feature picks a few dimensions, and the weight
 * is added to each or subtracted from it (Weinberger et al., "Feature Hashing for Large Scale
 * Multitask Learning", 2009). So features that share a dimension cancel out on average. The vectors
 * of one JDK are the same on every machine, bit for bit.
 */
public final class ClassVectors {

  /** Components of each vector. */
  public static final int DIMENSION = 512;

  /** Dimensions per feature. With one, classes with few features would look alike by chance. */
  private static final int SPREAD = 4;

  private final SortedMap<String, ClassFeatures> features = new TreeMap<>();
  private final Map<Kind, Map<String, Integer>> classesWith = new EnumMap<>(Kind.class);
  private final SortedMap<String, float[]> vectors = new TreeMap<>();

  /** Counts how rare each feature is among all classes, and then makes all vectors. */
  ClassVectors(JdkClasses classes) throws IOException {
    for (Kind kind : Kind.values()) {
      classesWith.put(kind, new HashMap<>());
    }
    for (Map.Entry<String, ClassFile> entry : classes.published().entrySet()) {
      ClassFeatures ofClass = ClassFeatures.of(entry.getValue(), classes);
      features.put(entry.getKey(), ofClass);
      for (Kind kind : Kind.values()) {
        for (String feature : new HashSet<>(ofClass.get(kind))) {
          classesWith.get(kind).merge(feature, 1, Integer::sum);
        }
      }
    }
    for (String name : features.keySet()) {
      vectors.put(name, vector(name, EnumSet.allOf(Kind.class)));
    }
  }

  /**
   * The vectors of all public classes of the running JDK.
   *
   * @return newly made vectors
   * @throws IOException if the JDK's classes can't be read
   */
  public static ClassVectors ofJdk() throws IOException {
    return new ClassVectors(JdkClasses.read(packageName -> true));
  }

  /**
   * The vector of each class, by the class's name.
   *
   * @return a new map with shared arrays, which must not be changed
   */
  public SortedMap<String, float[]> all() {
    return new TreeMap<>(vectors);
  }

  /** The vector of a class without the features of its supertypes. */
  float[] withoutSupertypes(String name) {
    return vector(name, EnumSet.complementOf(EnumSet.of(Kind.SUPERTYPE)));
  }

  private float[] vector(String name, Set<Kind> kinds) {
    double[] sum = new double[DIMENSION];
    for (Kind kind : kinds) {
      double[] part = new double[DIMENSION];
      weights(kind, features.get(name)).forEach((feature, weight) -> add(feature, weight, part));
      double length = length(part);
      for (int i = 0; i < DIMENSION && length > 0; i++) {
        sum[i] += kind.share * part[i] / length;
      }
    }
    double length = length(sum);
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (sum[i] / length);
    }
    return vector;
  }

  /** Sorted, because the order of additions shows in the last bits of a sum. */
  private SortedMap<String, Double> weights(Kind kind, ClassFeatures ofClass) {
    SortedMap<String, Integer> times = new TreeMap<>();
    for (String feature : ofClass.get(kind)) {
      times.merge(feature, 1, Integer::sum);
    }
    SortedMap<String, Double> weights = new TreeMap<>();
    times.forEach(
        (feature, n) -> {
          int classes = classesWith.get(kind).get(feature);
          // A feature that no other class has says nothing about likeness. Packages stay, so that
          // no vector is all zeros.
          if (classes > 1 || kind == Kind.PACKAGE) {
            double rarity = StrictMath.log((features.size() + 1.0) / classes);
            weights.put(kind + " " + feature, (1 + StrictMath.log(n)) * rarity);
          }
        });
    return weights;
  }

  private static void add(String feature, double weight, double[] sum) {
    BytesRef bytes = new BytesRef(feature);
    for (int seed = 0; seed < SPREAD; seed++) {
      int hash = StringHelper.murmurhash3_x86_32(bytes, seed);
      sum[(hash >>> 1) % DIMENSION] += (hash & 1) == 0 ? weight : -weight;
    }
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double component : vector) {
      squares += component * component;
    }
    return Math.sqrt(squares);
  }
}
