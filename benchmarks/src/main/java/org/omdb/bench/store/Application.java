// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** What an application does with a store of documents. For one thread. */
interface Application extends Closeable {

  /** Adds documents, as the store does it by default. */
  void add(List<Passage> passages);

  /** Makes all that was added durable. */
  void save() throws IOException;

  /**
   * Searches.
   *
   * @param query a vector
   * @param k number of hits
   * @param condition null for none
   * @return ids, best first
   */
  List<String> search(float[] query, int k, Passage.Condition condition);
}
