// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TopDocs;
import org.omdb.fixtures.IndexModel;
import org.omdb.lucene.OmdbVectorIds;
import org.omdb.lucene.faults.WriterHistory.Content;

/** What an index must hold after so many operations of its {@link WriterHistory}. */
final class HistoryState {

  private final WriterHistory history;
  private final IndexModel own;
  private final IndexModel keyed;
  private final Set<Integer> withoutKey;
  private long operations;

  /** Before the first operation. */
  HistoryState(WriterHistory history) {
    this(
        history,
        new IndexModel(WriterHistory.OWN),
        new IndexModel(WriterHistory.KEYED),
        new HashSet<>(),
        0);
  }

  private HistoryState(
      WriterHistory history,
      IndexModel own,
      IndexModel keyed,
      Set<Integer> withoutKey,
      long operations) {
    this.history = history;
    this.own = own;
    this.keyed = keyed;
    this.withoutKey = withoutKey;
    this.operations = operations;
  }

  HistoryState copy() {
    return new HistoryState(
        history, own.copy(), keyed.copy(), new HashSet<>(withoutKey), operations);
  }

  long operations() {
    return operations;
  }

  /** Live vectors with an id. */
  int idCount() {
    return own.vectors().size() + keyed.vectors().size();
  }

  /** Goes on to a later moment. */
  void advanceTo(long later) {
    assertTrue("back from operation " + operations + " to " + later, later >= operations);
    while (operations < later) {
      apply(operations++);
    }
  }

  private void apply(long operation) {
    int slot = history.slot(operation);
    String id = history.id(slot);
    own.vectors().remove(id);
    keyed.vectors().remove(id);
    if (withoutKey.remove(slot)) {
      keyed.addWithoutId(-1);
    }
    Content content = history.content(operation);
    if (content == null) {
      return;
    }
    if (content.own() != null) {
      own.vectors().put(id, content.own());
    }
    if (content.keyed() != null && content.hasKey()) {
      keyed.vectors().put(id, content.keyed());
    } else if (content.keyed() != null) {
      withoutKey.add(slot);
      keyed.addWithoutId(1);
    }
  }

  /** Compares all ids and vectors of an index, both ways and bit by bit, and searches it once. */
  void check(DirectoryReader reader, Random random) throws IOException {
    assertEquals(operations, WriterHistory.operations(reader.getIndexCommit().getUserData()));
    own.check(reader);
    keyed.check(reader);
    checkHits(reader, history.vector(random), 1 + random.nextInt(10));
  }

  /** Hits must have a live id and its score, but for the last bits: those depend on the JIT. */
  private void checkHits(DirectoryReader reader, float[] query, int k) throws IOException {
    TopDocs hits =
        new IndexSearcher(reader).search(new KnnFloatVectorQuery(WriterHistory.OWN, query, k), k);
    assertEquals(own.vectors().isEmpty(), hits.scoreDocs.length == 0);
    for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(reader, WriterHistory.OWN, hits)) {
      float[] vector = (float[]) own.vectors().get(hit.id());
      assertNotNull("hit with an id that is not live: " + hit.id(), vector);
      float score = history.similarity().compare(query, vector);
      assertEquals(Arrays.toString(query), score, hit.score(), 1e-4f * Math.abs(score));
    }
  }
}
