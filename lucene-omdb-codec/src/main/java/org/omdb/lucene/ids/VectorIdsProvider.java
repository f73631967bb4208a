// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids;

import java.io.IOException;

/** A vector reader whose segment has string ids beside its vectors. */
public interface VectorIdsProvider {

  /**
   * The ids of one field's vectors.
   *
   * @param field name of a vector field of this segment
   * @return a new view for one thread, without any ids if the field has none
   * @throws IllegalArgumentException if the segment has no such field in this format
   * @throws IOException if reading fails
   */
  IdTableReader getVectorIds(String field) throws IOException;
}
