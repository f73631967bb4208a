// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.lucene.index.VectorSimilarityFunction;

/** What is in the indexes that KeptIndex.java.txt has written, and in documents like theirs. */
final class KeptIndex {

  private static final int PER_SEGMENT = 700;
  static final int OLD = 3 * PER_SEGMENT;
  static final int NEW = PER_SEGMENT;
  static final int DIMENSION = 24;
  private static final int LATENT = 6;
  static final String BYTES = "bytes";

  static final Map<String, VectorSimilarityFunction> SIMILARITIES =
      Map.of(
          "euclidean", VectorSimilarityFunction.EUCLIDEAN,
          "cosine", VectorSimilarityFunction.COSINE,
          "inner product", VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);

  private KeptIndex() {}

  private static int mix(int x) {
    x *= 0x9E3779B1;
    x ^= x >>> 15;
    x *= 0x85EBCA77;
    x ^= x >>> 13;
    return x >>> 1;
  }

  static float[] floats(int i) {
    float[] vector = new float[DIMENSION];
    for (int c = 0; c < DIMENSION; c++) {
      for (int j = 0; j < LATENT; j++) {
        vector[c] += (mix(LATENT * i + j) % 5 - 2) * (mix(1_000_000 + DIMENSION * j + c) % 5 - 2);
      }
    }
    return vector;
  }

  static byte[] bytes(int i) {
    float[] vector = floats(i);
    byte[] bytes = new byte[DIMENSION];
    for (int c = 0; c < DIMENSION; c++) {
      bytes[c] = (byte) (vector[c] / 2);
    }
    return bytes;
  }

  /** The field that a document's id and vector of float32 are in. New ones are like the oldest. */
  static String fieldOf(int i) {
    return switch (i / PER_SEGMENT) {
      case 1 -> "cosine";
      case 2 -> "inner product";
      default -> "euclidean";
    };
  }

  static boolean hasBytes(int i) {
    return fieldOf(i).equals("euclidean");
  }

  static boolean isDeleted(int i) {
    return i < OLD && i % 11 == 0;
  }

  /** Unpacks an index into an empty folder. */
  static void unzip(String name, Path index) throws IOException {
    try (InputStream in = KeptIndex.class.getResourceAsStream(name);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, index.resolve(entry.getName()));
      }
    }
  }
}
