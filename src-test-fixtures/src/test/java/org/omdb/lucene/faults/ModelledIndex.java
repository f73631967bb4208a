// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.Directory;
import org.omdb.fixtures.IndexModel;
import org.omdb.fixtures.RandomIds;
import org.omdb.lucene.OmdbByteVectorField;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.OmdbVectorIds;

/**
 * What an index with all kinds of ids must hold while things go wrong: the documents of each commit
 * that was made or begun.
 *
 * <p>A commit carries its number in its user data, so that an index says itself which commit it
 * shows. That may be the last one that succeeded, or a later one whose {@code commit()} threw: the
 * new {@code segments_N} may stand, and its writer not know it. Nothing else is right, and what is
 * there must be what was there when that commit began.
 */
final class ModelledIndex {

  static final String OWN = "own"; // float vectors with ids of their own
  static final String BYTES = "bytes"; // byte vectors with ids of their own, on some documents
  static final String KEYED = "keyed"; // ids from doc values of another field
  static final String KEY = "key";
  private static final String UID = "uid";
  private static final String COMMIT = "commit";
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;

  /** With so many components, there are codes. */
  private static final int CODED = 24;

  /** The vectors of one document; null for those that it lacks. */
  private record Doc(String uid, float[] own, byte[] bytes, float[] keyed) {}

  private final Random random;
  private final long seed;
  private final RandomIds ids;
  private final NavigableMap<Long, Map<String, Doc>> commits;
  private Map<String, Doc> live;
  private long committed;
  private int made; // documents

  private ModelledIndex(
      Random random,
      NavigableMap<Long, Map<String, Doc>> commits,
      Map<String, Doc> live,
      long committed) {
    this.random = random;
    this.seed = random.nextLong();
    this.ids = new RandomIds(random);
    this.commits = new TreeMap<>(commits);
    this.live = new LinkedHashMap<>(live);
    this.committed = committed;
  }

  /** No index yet. For one thread at a time, which need not be the test's. */
  ModelledIndex(Random seeds) {
    this(new Random(seeds.nextLong()), new TreeMap<>(Map.of(0L, Map.of())), Map.of(), 0);
  }

  /** For another copy of the same index; what is done to it is the same as to all copies. */
  ModelledIndex copy() {
    Random same = new Random(seed);
    return new ModelledIndex(same, commits, live, committed);
  }

  static OmdbCodec.Builder codec() {
    return OmdbCodec.builder().idField(KEY).maxConn(4).beamWidth(8);
  }

  int size() {
    return live.size();
  }

  /** Adds a document with a random vector of each kind, or without. */
  void add(IndexWriter writer) throws IOException {
    String uid = ids.next();
    while (live.containsKey(uid)) { // ids of a copy begin anew
      uid = ids.next();
    }
    Doc doc = doc(uid);
    writer.addDocument(document(doc));
    live.put(doc.uid, doc);
  }

  void add(IndexWriter writer, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      add(writer);
    }
  }

  /** Replaces a document; its vectors change, its ids do not. Adds one if there is none. */
  void update(IndexWriter writer) throws IOException {
    if (live.isEmpty()) {
      add(writer);
      return;
    }
    Doc doc = doc(pick());
    writer.updateDocument(new Term(UID, doc.uid), document(doc));
    live.put(doc.uid, doc);
  }

  void delete(IndexWriter writer) throws IOException {
    if (live.isEmpty() == false) {
      String uid = pick();
      writer.deleteDocuments(new Term(UID, uid));
      live.remove(uid);
    }
  }

  private String pick() {
    return RandomPicks.randomFrom(random, new ArrayList<>(live.keySet()));
  }

  private Doc doc(String uid) {
    // At least one of six has some, so that no batch is without.
    byte[] bytes = made++ % 6 == 0 || random.nextInt(3) == 0 ? new byte[3] : null;
    if (bytes != null) {
      random.nextBytes(bytes);
    }
    return new Doc(
        uid,
        random.nextInt(8) == 0 ? null : vector(CODED),
        bytes,
        random.nextInt(3) == 0 ? null : vector(1));
  }

  private float[] vector(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random.nextFloat();
    }
    return vector;
  }

  private static Document document(Doc doc) {
    Document document = new Document();
    document.add(new StringField(UID, doc.uid, Field.Store.NO));
    document.add(new KeywordField(KEY, keyOf(doc.uid), Field.Store.NO));
    if (doc.own != null) {
      document.add(new OmdbVectorField(OWN, doc.uid, doc.own, SIMILARITY));
    }
    if (doc.bytes != null) {
      document.add(new OmdbByteVectorField(BYTES, doc.uid, doc.bytes, SIMILARITY));
    }
    if (doc.keyed != null) {
      document.add(new KnnFloatVectorField(KEYED, doc.keyed, SIMILARITY));
    }
    return document;
  }

  private static String keyOf(String uid) {
    return uid.length() < 8_000 ? "k" + uid : "long " + uid.length(); // as a keyword may be
  }

  /** Commits; if that throws, the commit may have been made all the same. */
  void commit(IndexWriter writer) throws IOException {
    long number = commits.lastKey() + 1;
    commits.put(number, new LinkedHashMap<>(live));
    writer.setLiveCommitData(Map.of(COMMIT, Long.toString(number)).entrySet());
    writer.commit();
    committed = number;
  }

  /** Checks a reader of what is not committed yet. */
  void checkLive(IndexReader reader) throws IOException {
    check(reader, live);
  }

  /**
   * Checks what the directory shows now, which becomes the state to go on from once the writer is
   * gone.
   */
  void checkCommitted(Directory directory) throws IOException {
    if (committed == 0 && DirectoryReader.indexExists(directory) == false) {
      live = new LinkedHashMap<>();
      return;
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      String number = reader.getIndexCommit().getUserData().getOrDefault(COMMIT, "0");
      long found = Long.parseLong(number);
      assertTrue(
          "commit " + found + " is shown, " + committed + " was made",
          found >= committed && commits.containsKey(found));
      check(reader, commits.get(found));
      committed = found;
      live = new LinkedHashMap<>(commits.get(found));
      commits.headMap(found).clear();
    }
  }

  private static void check(IndexReader reader, Map<String, Doc> docs) throws IOException {
    assertEquals(docs.size(), reader.numDocs());
    IndexModel own = new IndexModel(OWN);
    IndexModel bytes = new IndexModel(BYTES);
    IndexModel keyed = new IndexModel(KEYED);
    Doc queried = null;
    for (Doc doc : docs.values()) {
      if (doc.own != null) {
        own.vectors().put(doc.uid, doc.own);
        queried = doc;
      }
      if (doc.bytes != null) {
        bytes.vectors().put(doc.uid, doc.bytes);
      }
      if (doc.keyed != null) {
        keyed.vectors().put(keyOf(doc.uid), doc.keyed);
      }
    }
    for (IndexModel model : List.of(own, bytes, keyed)) {
      model.check(reader);
    }
    if (queried != null) {
      checkSearch(reader, queried.own, own);
    }
  }

  /** Every hit is a live document, with the score that the vector of its id has. */
  private static void checkSearch(IndexReader reader, float[] target, IndexModel model)
      throws IOException {
    var hits = new IndexSearcher(reader).search(new KnnFloatVectorQuery(OWN, target, 5), 5);
    assertEquals(Math.min(5, model.vectors().size()), hits.scoreDocs.length);
    for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(reader, OWN, hits)) {
      Object vector = model.vectors().get(hit.id());
      assertTrue("made-up id " + hit.id(), vector != null);
      assertEquals(SIMILARITY.compare(target, (float[]) vector), hit.score(), 1e-5);
    }
  }
}
