// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * HDF5 files of ann-benchmarks (Aumueller, Bernhardsson, Faithfull 2018): data sets {@code train},
 * {@code test} and {@code neighbors}, and the attribute {@code distance}.
 */
final class Hdf5Set {

  /** Rows per read: a set may be larger than the heap. */
  private static final int BATCH = 4_096;

  private Hdf5Set() {}

  /**
   * Reads a file.
   *
   * @param name of the set
   * @param maxQueries maximum number of queries
   * @param scratch folder for the rows
   * @throws IOException if it is not such a file
   */
  static VectorSet load(String name, Path file, int maxQueries, Path scratch) throws IOException {
    try (HdfFile hdf = new HdfFile(file)) {
      VectorSimilarityFunction similarity = similarity(hdf, file);
      Vectors base = rows(dataset(hdf, "train", file), Integer.MAX_VALUE, scratch);
      Vectors queries = rows(dataset(hdf, "test", file), maxQueries, scratch);
      return new VectorSet(
          name,
          VectorSet.Origin.REAL,
          "ann-benchmarks' " + file.getFileName(),
          similarity,
          base,
          new RowIds(name, base.size()),
          queries,
          hdf.getChild("neighbors") == null
              ? null
              : neighbors(dataset(hdf, "neighbors", file), queries.size()));
    } catch (HdfException | UnsupportedOperationException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static VectorSimilarityFunction similarity(HdfFile hdf, Path file) throws IOException {
    Attribute distance = hdf.getAttribute("distance");
    String said = distance == null ? "nothing" : String.valueOf(distance.getData());
    return switch (said.toLowerCase(Locale.ROOT)) {
      case "euclidean" -> VectorSimilarityFunction.EUCLIDEAN;
      case "angular" -> VectorSimilarityFunction.COSINE;
      case "dot", "ip" -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
      default ->
          throw new IOException(
              file + ": distance is " + said + ", expected euclidean, angular, dot or ip");
    };
  }

  private static Dataset dataset(HdfFile hdf, String name, Path file) throws IOException {
    if (hdf.getChild(name) instanceof Dataset dataset && dataset.getDimensions().length == 2) {
      return dataset;
    }
    throw new IOException(file + ": no matrix " + name);
  }

  private static Vectors rows(Dataset matrix, int maxRows, Path scratch) throws IOException {
    int rows = Math.min(maxRows, matrix.getDimensions()[0]);
    int dimension = matrix.getDimensions()[1];
    try (MappedVectors.Builder builder = new MappedVectors.Builder(scratch, dimension)) {
      for (int first = 0; first < rows; first += BATCH) {
        int count = Math.min(BATCH, rows - first);
        for (float[] row : floats(slice(matrix, first, count, dimension))) {
          builder.add(row);
        }
      }
      return builder.build();
    }
  }

  private static Object slice(Dataset matrix, int first, int rows, int columns) {
    return matrix.getData(new long[] {first, 0}, new int[] {rows, columns});
  }

  private static List<float[]> floats(Object slice) throws IOException {
    if (slice instanceof float[][] rows) {
      return List.of(rows);
    }
    if (slice instanceof double[][] rows) {
      List<float[]> rounded = new ArrayList<>();
      for (double[] row : rows) {
        float[] vector = new float[row.length];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = (float) row[i];
        }
        rounded.add(vector);
      }
      return rounded;
    }
    throw new IOException("vectors of " + slice.getClass().getSimpleName() + ", expected floats");
  }

  private static int[][] neighbors(Dataset matrix, int queries) throws IOException {
    Object slice = slice(matrix, 0, queries, matrix.getDimensions()[1]);
    if (slice instanceof int[][] rows) {
      return rows;
    }
    if (slice instanceof long[][] rows) {
      int[][] narrowed = new int[rows.length][];
      for (int i = 0; i < rows.length; i++) {
        narrowed[i] = Arrays.stream(rows[i]).mapToInt(Math::toIntExact).toArray();
      }
      return narrowed;
    }
    throw new IOException("neighbors of " + slice.getClass().getSimpleName() + ", expected ints");
  }
}
