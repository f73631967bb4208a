// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * What a store keeps about itself, in the user data of each commit.
 *
 * @param dimension of all vectors, 0 if there was none yet
 * @param similarity of all vectors
 * @param committed when the commit was made
 */
record StoreSettings(int dimension, VectorSimilarityFunction similarity, Instant committed) {

  /** The version of the fields of documents; one more if older code can't read them. */
  static final int FORMAT = 1;

  private static final String FORMAT_KEY = "omdb.store.format";
  private static final String DIMENSION_KEY = "omdb.store.dimension";
  private static final String SIMILARITY_KEY = "omdb.store.similarity";
  private static final String COMMITTED_KEY = "omdb.store.committed";

  Map<String, String> toUserData() {
    return Map.of(
        FORMAT_KEY, Integer.toString(FORMAT),
        DIMENSION_KEY, Integer.toString(dimension),
        SIMILARITY_KEY, similarity.name(),
        COMMITTED_KEY, committed.toString());
  }

  static StoreSettings parse(Map<String, String> userData, Object folder)
      throws OmdbStoreException {
    String format = userData.get(FORMAT_KEY);
    if (format == null) {
      throw new OmdbStoreException(
          folder
              + " holds a Lucene index that no OmdbStore wrote: its commit has no \""
              + FORMAT_KEY
              + "\". It was not changed; choose another folder");
    }
    try {
      if (Integer.parseInt(format) > FORMAT) {
        throw new OmdbStoreException(
            folder
                + " holds a store of format "
                + format
                + ", and this version of omdb-store reads formats up to "
                + FORMAT
                + ". It was not changed; use a newer version");
      }
      return new StoreSettings(
          Integer.parseInt(userData.getOrDefault(DIMENSION_KEY, "")),
          VectorSimilarityFunction.valueOf(userData.getOrDefault(SIMILARITY_KEY, "")),
          Instant.parse(userData.getOrDefault(COMMITTED_KEY, "")));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new OmdbStoreException(
          folder
              + " holds a store whose settings can't be read: "
              + new HashMap<>(userData)
              + ". Similarities are "
              + Arrays.toString(VectorSimilarityFunction.values()),
          e);
    }
  }

  /**
   * The same with the dimension of the vectors that are there, if these do not know it: commits of
   * earlier versions could be made before they did.
   */
  StoreSettings withDimensionOf(IndexReader reader) {
    if (dimension != 0) {
      return this;
    }
    FieldInfo vectors = FieldInfos.getMergedFieldInfos(reader).fieldInfo(DocumentFields.VECTOR);
    return vectors == null
        ? this
        : new StoreSettings(vectors.getVectorDimension(), similarity, committed);
  }

  /** Fails if a store with these settings is not what was asked for. */
  void check(OmdbStoreOptions options, Object folder) throws OmdbStoreException {
    if (options.dimension() != 0 && dimension != 0 && options.dimension() != dimension) {
      throw new OmdbStoreException(
          folder
              + " holds a store of vectors with "
              + dimension
              + " dimensions, and "
              + options.dimension()
              + " were expected. It was not changed; choose another folder, or the model that made"
              + " these vectors");
    }
    if (options.similarity() != null && options.similarity() != similarity) {
      throw new OmdbStoreException(
          folder
              + " holds a store with the similarity "
              + similarity
              + ", and "
              + options.similarity()
              + " was expected. It was not changed; choose another folder, or "
              + similarity);
    }
  }
}
