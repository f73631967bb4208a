// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids;

import java.io.IOException;
import java.util.function.IntPredicate;
import org.apache.lucene.util.BytesRef;

/** The string ids of the vectors of one field in one segment, by ordinal. For one thread. */
public interface VectorIds {

  /**
   * The number of vectors, those of deleted documents included.
   *
   * @return one more than the highest ordinal
   */
  int size();

  /**
   * The number of vectors that have an id, those of deleted documents included.
   *
   * @return 0 to {@link #size}
   * @throws IOException if reading fails
   */
  int idCount() throws IOException;

  /**
   * Reads the id of a vector.
   *
   * @param ordinal 0 to {@link #size} - 1
   * @param id filled with the id; its array is grown when too short. Left alone if there is none
   * @return false if the vector has no id
   * @throws IndexOutOfBoundsException if there is no such ordinal
   * @throws IOException if reading fails or what is read is corrupt
   */
  boolean read(int ordinal, BytesRef id) throws IOException;

  /**
   * Finds the vector of an id. Several vectors have the same id if documents were updated and not
   * merged yet. Then the highest ordinal is found; without an index sort that is the newest one.
   *
   * @param id to look for
   * @param wanted whether an ordinal counts; usually whether its document is live
   * @return the ordinal, or -1 if no wanted vector has this id
   * @throws IOException if reading fails or what is read is corrupt
   */
  int find(BytesRef id, IntPredicate wanted) throws IOException;
}
