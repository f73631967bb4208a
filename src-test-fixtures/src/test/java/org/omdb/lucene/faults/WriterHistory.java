// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.omdb.fixtures.RandomIds;
import org.omdb.lucene.OmdbVectorField;

/**
 * All that will ever be done to one index: operation number n is a pure function of a seed and n,
 * so that two processes agree on it without exchanging more than the two numbers. Every commit
 * names the number of operations that it holds.
 *
 * <p>Operations on different {@link #slot slots} may be applied in any order.
 */
final class WriterHistory {

  /** A field whose float vectors bring their ids. */
  static final String OWN = "own";

  /** A field whose byte vectors have the doc values of {@link #KEY} as ids, where there are any. */
  static final String KEYED = "keyed";

  static final String KEY = "key";

  private static final int SLOTS = 400;
  private static final String OPERATIONS = "operations";
  private static final String RANK = "rank";

  private final long seed;
  private final List<String> ids = new ArrayList<>(SLOTS);
  private final int dimension;
  private final VectorSimilarityFunction similarity;
  private final Sort sort;

  /**
   * What a document holds. The key is missing only where {@code own} can't be, so that every
   * document has a term to find it by.
   */
  record Content(String id, float[] own, byte[] keyed, boolean hasKey, int rank) {}

  WriterHistory(long seed) {
    this.seed = seed;
    Random random = new Random(seed);
    RandomIds randomIds = new RandomIds(random);
    for (int i = 0; i < SLOTS; i++) {
      ids.add(randomIds.next());
    }
    dimension = 1 + random.nextInt(64);
    similarity =
        RandomPicks.randomFrom(
            random,
            List.of(
                VectorSimilarityFunction.EUCLIDEAN,
                VectorSimilarityFunction.COSINE,
                VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT));
    sort =
        random.nextBoolean()
            ? null
            : new Sort(new SortField(RANK, SortField.Type.LONG, random.nextBoolean()));
  }

  VectorSimilarityFunction similarity() {
    return similarity;
  }

  /** The order of the index, null for none. An index keeps the one that it was made with. */
  Sort sort() {
    return sort;
  }

  private Random random(long operation) {
    // the multiplier of SplitMix64: neighbors must not begin alike
    return new Random((seed ^ operation) * 0x9E3779B97F4A7C15L);
  }

  /** The place whose document an operation adds, replaces or deletes. */
  int slot(long operation) {
    return random(operation).nextInt(SLOTS);
  }

  private static boolean foundByKey(int slot) {
    return slot % 4 == 0;
  }

  String id(int slot) {
    return ids.get(slot);
  }

  /** The new content of the operation's slot, null if it only deletes. */
  Content content(long operation) {
    Random random = random(operation);
    int slot = random.nextInt(SLOTS);
    if (random.nextInt(5) == 0) {
      return null;
    }
    boolean hasOwn = foundByKey(slot) == false || random.nextBoolean();
    boolean hasKey = foundByKey(slot) || random.nextInt(4) > 0;
    boolean hasKeyed = random.nextInt(3) > 0;
    return new Content(
        id(slot),
        hasOwn ? vector(random) : null,
        hasKeyed ? bytes(random) : null,
        hasKey,
        random.nextInt(100));
  }

  /** A vector that could be in {@link #OWN}. */
  float[] vector(Random random) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random.nextFloat() - 0.5f;
    }
    vector[0] += 1; // not all zeros
    return vector;
  }

  private byte[] bytes(Random random) {
    byte[] vector = new byte[dimension];
    random.nextBytes(vector);
    vector[0] |= 1;
    return vector;
  }

  /** Does an operation. Only one thread at a time may be at one slot. */
  void apply(long operation, IndexWriter writer) throws IOException {
    int slot = slot(operation);
    Term term = foundByKey(slot) ? new Term(KEY, id(slot)) : OmdbVectorField.idTerm(OWN, id(slot));
    Content content = content(operation);
    if (content == null) {
      writer.deleteDocuments(term);
    } else {
      writer.updateDocument(term, document(content));
    }
  }

  private Document document(Content content) {
    Document document = new Document();
    document.add(new NumericDocValuesField(RANK, content.rank()));
    if (content.own() != null) {
      document.add(new OmdbVectorField(OWN, content.id(), content.own(), similarity));
    }
    if (content.keyed() != null) {
      document.add(new KnnByteVectorField(KEYED, content.keyed(), similarity));
    }
    if (content.hasKey()) {
      document.add(new KeywordField(KEY, content.id(), Field.Store.NO));
    }
    return document;
  }

  /** Makes the next commit say how many operations it holds. */
  static void setOperations(IndexWriter writer, long operations) {
    writer.setLiveCommitData(Map.of(OPERATIONS, Long.toString(operations)).entrySet());
  }

  /** How many operations a commit with such user data holds. */
  static long operations(Map<String, String> userData) {
    return Long.parseLong(userData.getOrDefault(OPERATIONS, "0"));
  }
}
