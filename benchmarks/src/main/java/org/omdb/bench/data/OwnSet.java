// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.VectorSimilarityFunction;

/** Makes a set of an {@link OwnFolder}. */
final class OwnSet {

  /** Maximum difference between a squared length and 1. Rounding to float16 causes a difference. */
  private static final double ROUNDING = 0.01;

  private OwnSet() {}

  /**
   * Reads the files.
   *
   * @param folder that is one of a user's own
   * @param similarity that the user asked for; if null, it is taken from the name of the vectors'
   *     file, else it is {@code COSINE} for npy and {@code EUCLIDEAN} for fvecs
   * @param maxQueries maximum number of queries
   * @param scratch folder for the rows
   * @throws UnclearSetException if the files do not make exactly one set
   * @throws IOException if one can't be read
   */
  static VectorSet load(
      Path folder, VectorSimilarityFunction similarity, int maxQueries, Path scratch)
      throws IOException {
    OwnFolder files = OwnFolder.of(folder);
    String name = folder.getFileName().toString();
    VectorSimilarityFunction metric =
        similarity == null ? SimilarityName.of(files.vectors()) : similarity;
    Vectors vectors = VectorFiles.load(files.vectors(), Integer.MAX_VALUE, scratch);
    List<String> ids = files.ids(vectors.size());
    if (ids == null) {
      ids = new RowIds(name, vectors.size());
    } else {
      checkIds(folder, ids);
    }
    checkRows(files.vectors(), vectors, files.queries() == null ? 2 : 1);
    checkLengths(files.vectors(), vectors, metric);
    String description = "a user's own " + files.vectors().getFileName();
    if (files.queries() == null) {
      return HeldOut.split(name, description, metric, vectors, ids).firstQueries(maxQueries);
    }
    Vectors queries = VectorFiles.load(files.queries(), maxQueries, scratch);
    checkRows(files.queries(), queries, 1);
    checkLengths(files.queries(), queries, metric);
    if (queries.dimension() != vectors.dimension()) {
      throw new UnclearSetException(
          files.queries()
              + " has "
              + queries.dimension()
              + " dimensions, "
              + files.vectors()
              + " has "
              + vectors.dimension());
    }
    return new VectorSet(
        name, VectorSet.Origin.REAL, description, metric, vectors, ids, queries, null);
  }

  private static void checkIds(Path folder, List<String> ids) throws UnclearSetException {
    Set<String> seen = new HashSet<>();
    for (String id : ids) {
      if (id.isEmpty() || seen.add(id) == false) {
        throw new UnclearSetException(
            folder
                + ": line "
                + (seen.size() + 1)
                + (id.isEmpty() ? " has an empty id" : " repeats the id \"" + id + "\""));
      }
    }
  }

  private static void checkRows(Path file, Vectors rows, int least) throws UnclearSetException {
    if (rows.size() < least) {
      throw new UnclearSetException(
          file + " has " + rows.size() + " rows, expected " + least + " or more");
    }
  }

  /** Lucene does not check that lengths are 1, and clips scores if they are not. */
  private static void checkLengths(Path file, Vectors rows, VectorSimilarityFunction metric)
      throws UnclearSetException {
    if (metric != VectorSimilarityFunction.DOT_PRODUCT) {
      return;
    }
    float[] vector = new float[rows.dimension()];
    for (int row = 0; row < rows.size(); row++) {
      rows.read(row, vector);
      double square = 0;
      for (float component : vector) {
        square += (double) component * component;
      }
      if (Math.abs(square - 1) > ROUNDING) {
        throw new UnclearSetException(
            file
                + ": row "
                + row
                + " has length "
                + (float) Math.sqrt(square)
                + "; dot needs vectors of length 1, mip takes any length");
      }
    }
  }
}
