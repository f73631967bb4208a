// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids;

/**
 * The names under which Lucene records the vector formats of this library in an index. They stand
 * here, below the formats, because it takes them to tell whether a field has an id table.
 */
public final class FormatNames {

  /** Vectors and ids, without a graph; 5 is the version of the OMDB layout. */
  public static final String FLAT = "Omdb5FlatVectorsFormat";

  /** Vectors and ids with an HNSW graph. */
  public static final String HNSW = "Omdb5HnswVectorsFormat";

  private FormatNames() {}

  /**
   * Whether a name is that of a format of this library.
   *
   * @param format name of a vector format, may be null
   * @return true if it is
   */
  public static boolean isOmdb(String format) {
    return HNSW.equals(format) || FLAT.equals(format);
  }
}
