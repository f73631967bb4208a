// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import org.omdb.lucene.format.HnswParameters;
import org.omdb.opensearch.vector.DataType;

/**
 * What a mapping of type {@code knn_vector} says. What it does not give is null.
 *
 * @param dimension number of components
 * @param dataType of the components
 * @param spaceType how vectors are compared, beside of the method
 * @param mode is kept, and has no effect
 * @param compressionLevel is kept, and has no effect
 * @param method the rest
 */
record KnnMapping(
    int dimension,
    DataType dataType,
    SpaceType spaceType,
    String mode,
    String compressionLevel,
    KnnMethod method) {

  KnnMethod methodOrDefault() {
    return method == null ? KnnMethod.DEFAULT : method;
  }

  /** The type of the components. */
  DataType type() {
    if (dataType == DataType.BYTE && isCompressed()) {
      throw new IllegalArgumentException(
          "[data_type] is [byte], and vectors of bytes are not compressed, as [mode] or"
              + " [compression_level] say");
    }
    return dataType == null ? DataType.FLOAT : dataType;
  }

  private boolean isCompressed() {
    return compressionLevel == null
        ? "on_disk".equals(mode)
        : compressionLevel.equals("1x") == false;
  }

  /** How vectors are compared. */
  SpaceType space() {
    SpaceType ofMethod = methodOrDefault().spaceType();
    if (spaceType != null && ofMethod != null && spaceType != ofMethod) {
      throw new IllegalArgumentException(
          "[space_type] is ["
              + spaceType
              + "], and that of [method] is ["
              + ofMethod
              + "]: they must be the same, or one is left out");
    }
    if (spaceType != null) {
      return spaceType;
    }
    return ofMethod == null ? SpaceType.L2 : ofMethod;
  }

  HnswParameters hnsw() {
    HnswParameters usual = HnswParameters.DEFAULT;
    KnnMethod given = methodOrDefault();
    return new HnswParameters(
        given.m() == null ? usual.maxConn() : given.m(),
        given.efConstruction() == null ? usual.beamWidth() : given.efConstruction(),
        usual.mergeWorkers());
  }
}
