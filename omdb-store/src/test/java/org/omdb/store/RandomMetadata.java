// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Metadata and filters of few keys and values, so that they often meet, and of edge cases. */
final class RandomMetadata {

  private static final List<String> KEYS = List.of("a", "b", "a.b", "s.a", "Ω");

  private static final List<Object> SCALARS =
      List.of(
          "",
          "a",
          "ab",
          "abc",
          "A",
          "bc",
          "true",
          "1",
          "\uffff",
          "𝄞",
          "x".repeat(33_000),
          "x".repeat(33_000) + "abc",
          new UUID(1, 2),
          new UUID(1, 2).toString(),
          true,
          false,
          -1,
          0,
          1,
          1L,
          2,
          Integer.MAX_VALUE,
          Long.MAX_VALUE,
          Long.MAX_VALUE - 1,
          Long.MIN_VALUE,
          (1L << 53) + 1,
          1f,
          1.1f,
          -0f,
          Float.NaN,
          Float.MAX_VALUE,
          0.0,
          -0.0,
          1.0,
          1.1,
          0.5,
          -0.5,
          (double) (1L << 53),
          0x1p63,
          -0x1p63,
          1e300,
          -Double.MAX_VALUE,
          Double.MIN_VALUE,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.NaN,
          Instant.EPOCH,
          Instant.EPOCH.plusNanos(1),
          Instant.EPOCH.minusNanos(1),
          Instant.MIN,
          Instant.MAX);

  private RandomMetadata() {}

  private static String key(Random random) {
    return RandomPicks.randomFrom(random, KEYS);
  }

  private static Object scalar(Random random) {
    return RandomPicks.randomFrom(random, SCALARS);
  }

  static Map<String, Object> next(Random random) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      metadata.put(key(random), random.nextInt(4) == 0 ? list(random) : scalar(random));
    }
    return metadata;
  }

  private static List<Object> list(Random random) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(scalar(random));
    }
    return list;
  }

  static Filter filter(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      Filter left = filter(random, depth - 1);
      Filter right = filter(random, depth - 1);
      return switch (random.nextInt(3)) {
        case 0 -> left.and(right);
        case 1 -> left.or(right);
        default -> Filter.not(left);
      };
    }
    String key = key(random);
    Object value = scalar(random);
    boolean hasOrder = value instanceof Boolean == false;
    return switch (random.nextInt(hasOrder ? 10 : 6)) {
      case 0 -> Filter.eq(key, value);
      case 1 -> Filter.ne(key, value);
      case 2 -> Filter.in(key, list(random));
      case 3 -> Filter.notIn(key, list(random));
      case 4 -> Filter.exists(key);
      case 5 -> Filter.contains(key, value);
      case 6 -> Filter.lt(key, value);
      case 7 -> Filter.le(key, value);
      case 8 -> Filter.gt(key, value);
      default -> Filter.ge(key, value);
    };
  }
}
