// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.util.IOSupplier;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbMergePolicy;
import org.omdb.lucene.VectorReorderingMergePolicy;

/**
 * Options of this library that differ from its defaults, as on the command line: {@code
 * :maxConn=24:beamWidth=200}.
 *
 * <p>A key with a dot is a system property, such as {@code :omdb.some.switch=off}. It is set while
 * an index is built and while it is opened. Code that reads it at another time, or only once per
 * JVM, does not see it.
 */
final class OmdbOptions {

  static final OmdbOptions NONE = new OmdbOptions(Map.of());

  private static final String SEPARATOR = ":";

  /** Puts {@link OmdbMergePolicy} around the usual policy. */
  private static final String OMDB_POLICY = "omdb";

  /** Also puts {@link VectorReorderingMergePolicy} between the two. */
  private static final String REORDERING_POLICY = "reordering";

  private final Map<String, String> changed;

  private OmdbOptions(Map<String, String> changed) {
    this.changed = changed;
  }

  /**
   * Reads options.
   *
   * @param text {@code :key=value}, any number of times
   * @throws IllegalArgumentException if it is not of that form, with a message for the user
   */
  static OmdbOptions parse(String text) {
    Map<String, String> changed = new LinkedHashMap<>();
    for (String option : text.substring(SEPARATOR.length()).split(SEPARATOR)) {
      int equals = option.indexOf('=');
      if (equals < 1 || isKnown(option, equals) == false) {
        throw new IllegalArgumentException(
            "\""
                + option
                + "\" is not an option of omdb; options are maxConn=N, beamWidth=N, mergeWorkers=N,"
                + " policy=omdb, policy=reordering, and system properties, which have a dot");
      }
      changed.put(option.substring(0, equals), option.substring(equals + 1));
    }
    OmdbOptions options = new OmdbOptions(changed);
    options.applyTo(OmdbCodec.builder()).build(); // checks ranges
    return options;
  }

  private static boolean isKnown(String option, int equals) {
    String key = option.substring(0, equals);
    return switch (key) {
      case "maxConn", "beamWidth", "mergeWorkers" -> true;
      case "policy" ->
          List.of(OMDB_POLICY, REORDERING_POLICY).contains(option.substring(equals + 1));
      default -> isProperty(key);
    };
  }

  private static boolean isProperty(String key) {
    return key.indexOf('.') > 0;
  }

  boolean isEmpty() {
    return changed.isEmpty();
  }

  OmdbCodec.Builder applyTo(OmdbCodec.Builder builder) {
    changed.forEach(
        (key, value) -> {
          switch (key) {
            case "maxConn" -> builder.maxConn(Integer.parseInt(value));
            case "beamWidth" -> builder.beamWidth(Integer.parseInt(value));
            case "mergeWorkers" -> builder.mergeWorkers(Integer.parseInt(value));
            default -> {} // not a codec option
          }
        });
    return builder;
  }

  MergePolicy mergePolicy(MergePolicy usual, OmdbCodec codec) {
    String policy = changed.get("policy");
    if (policy == null) {
      return usual;
    }
    return new OmdbMergePolicy(
        policy.equals(REORDERING_POLICY)
            ? new VectorReorderingMergePolicy(usual, LuceneContender.VECTOR)
            : usual,
        codec);
  }

  /** Runs a task while the system properties are set. */
  <T> T withProperties(IOSupplier<T> task) throws IOException {
    Map<String, String> before = new LinkedHashMap<>();
    try {
      changed.forEach(
          (key, value) -> {
            if (isProperty(key)) {
              before.put(key, System.setProperty(key, value));
            }
          });
      return task.get();
    } finally {
      before.forEach(OmdbOptions::restore);
    }
  }

  private static void restore(String key, String value) {
    if (value == null) {
      System.clearProperty(key);
    } else {
      System.setProperty(key, value);
    }
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    changed.forEach((key, value) -> text.append(SEPARATOR).append(key).append('=').append(value));
    return text.toString();
  }
}
