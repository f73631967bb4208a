// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.OneMergeWrappingMergePolicy;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.SoftDeletesRetentionMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.junit.After;
import org.junit.Before;
import org.omdb.fixtures.ReversingMergePolicy;
import org.omdb.fixtures.ShufflingMergePolicy;

/**
 * Where ids are while an index changes: documents with several places for them, values removed or
 * brought later, and merges of each kind between. Each test was once a way to lose an id, or to end
 * a merge that was harmless.
 */
public class TestIdPlaces extends LuceneTestCase {

  private static final String VECTOR = "v";

  private Directory dir;

  @Before
  public void open() {
    dir = newDirectory();
  }

  @After
  public void close() throws IOException {
    dir.close();
  }

  private static OmdbCodec codec(String... idFields) {
    return OmdbCodec.builder().idFields(idFields).build();
  }

  private static Document document(int number, Field... fields) {
    Document document = new Document();
    document.add(new KnnFloatVectorField(VECTOR, new float[] {number, 1}, EUCLIDEAN));
    document.add(new StringField("n", "" + number, Field.Store.NO));
    for (Field field : fields) {
      document.add(field);
    }
    return document;
  }

  private static Field keyword(String field, String id) {
    return new KeywordField(field, id, Field.Store.NO);
  }

  private static Field stored(String field, String id) {
    return new StringField(field, id, Field.Store.YES);
  }

  private static Field term(String field, String id) {
    return new StringField(field, id, Field.Store.NO);
  }

  private static Field docValue(String field, String id) {
    return new BinaryDocValuesField(field, new BytesRef(id));
  }

  private IndexWriter writer(Codec codec, MergePolicy policy) throws IOException {
    return new IndexWriter(
        dir,
        new IndexWriterConfig()
            .setCodec(codec)
            .setMergeScheduler(new SerialMergeScheduler())
            .setMergePolicy(policy));
  }

  private void merge(OmdbCodec codec, MergePolicy policy) throws IOException {
    try (IndexWriter writer = writer(codec, new OmdbMergePolicy(policy, codec))) {
      writer.forceMerge(1);
    }
  }

  private static MergePolicy shuffling() {
    return new ShufflingMergePolicy(new LogDocMergePolicy(), random().nextLong());
  }

  private static MergePolicy any() {
    return switch (random().nextInt(3)) {
      case 0 -> shuffling();
      case 1 -> new ReversingMergePolicy();
      default -> new LogDocMergePolicy();
    };
  }

  /** Ids by the number that each document has in its vector, each found in both directions. */
  private void assertIds(IndexReader reader, String[] idFields, String... expected)
      throws IOException {
    String[] found = new String[expected.length];
    for (LeafReaderContext leaf : reader.leaves()) {
      OmdbVectorIds ids = OmdbVectorIds.of(leaf.reader(), VECTOR, idFields);
      Bits live = leaf.reader().getLiveDocs();
      List<Integer> ordinals = new ArrayList<>();
      for (int ordinal = 0; ordinal < ids.size(); ordinal++) {
        ordinals.add(ordinal);
      }
      Collections.shuffle(ordinals, random());
      for (int ordinal : ordinals) {
        int doc = ids.vectors().ordToDoc(ordinal);
        if (live == null || live.get(doc)) {
          int number = (int) leaf.reader().getFloatVectorValues(VECTOR).vectorValue(ordinal)[0];
          found[number] = ids.documentToId(doc);
        }
      }
    }
    assertArrayEquals(expected, found);
    for (String id : expected) {
      if (id != null) {
        assertTrue(id, OmdbVectorIds.find(reader, VECTOR, id, idFields) >= 0);
      }
    }
    assertEquals(-1, OmdbVectorIds.find(reader, VECTOR, "nobody", idFields));
  }

  private void assertIds(String[] idFields, String... expected) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      assertIds(reader, idFields, expected);
    }
  }

  private static String[] named(String... idFields) {
    return idFields;
  }

  public void testRemovedDocValueLeavesTheId() throws IOException {
    OmdbCodec codec = codec("id");
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      for (int i = 0; i < 4; i++) {
        writer.addDocument(document(i, docValue("id", "k" + i)));
        if (i == 1) {
          writer.commit();
        }
      }
      writer.updateDocValues(new Term("n", "0"), new BinaryDocValuesField("id", null));
    }
    assertIds(named(), "k0", "k1", "k2", "k3");
    merge(codec, any());
    assertIds(named(), "k0", "k1", "k2", "k3");
    merge(codec, shuffling());
    assertIds(named(), "k0", "k1", "k2", "k3");
  }

  /** Where nobody can know the id any more, the merge does not happen. */
  public void testRemovedDocValueUnderAReorderingPolicyAlone() throws IOException {
    OmdbCodec codec = codec("id");
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      for (int i = 0; i < 4; i++) {
        writer.addDocument(document(i, docValue("id", "k" + i)));
        if (i == 1) {
          writer.commit();
        }
      }
      writer.updateDocValues(new Term("n", "0"), new BinaryDocValuesField("id", null));
    }
    IndexWriter writer = writer(codec, shuffling());
    IOException e = expectThrows(IOException.class, () -> writer.forceMerge(1));
    assertTrue(e.toString(), e.getMessage().contains("under OmdbMergePolicy a merge can read it"));
    assertIds(named(), "k0", "k1", "k2", "k3");
  }

  public void testDocValueThatComesLater() throws IOException {
    OmdbCodec codec = codec("id");
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      Document withoutVector = new Document();
      withoutVector.add(docValue("id", "other"));
      writer.addDocument(withoutVector);
      writer.addDocument(document(0));
      writer.commit();
      writer.addDocument(document(1, docValue("id", "k1")));
    }
    merge(codec, any());
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      writer.updateBinaryDocValue(new Term("n", "0"), "id", new BytesRef("k0"));
    }
    assertIds(named(), "k0", "k1");
    merge(codec, any());
    assertIds(named(), "k0", "k1");
  }

  public void testUpdatesOfSeveralIdFields() throws IOException {
    OmdbCodec codec = codec("a", "b");
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      writer.addDocument(document(0, docValue("a", "a0")));
      writer.addDocument(document(1, docValue("b", "b1")));
      writer.addDocument(document(2, docValue("a", "a2"), docValue("b", "unused")));
      writer.commit();
      writer.updateBinaryDocValue(new Term("n", "0"), "a", new BytesRef("new0"));
      writer.updateBinaryDocValue(new Term("n", "1"), "b", new BytesRef("new1"));
      writer.updateBinaryDocValue(new Term("n", "2"), "b", new BytesRef("unused, too"));
    }
    assertIds(named(), "new0", "new1", "a2");
    merge(codec, any());
    assertIds(named(), "new0", "new1", "a2");
  }

  /** Ids that a flush could not see, in a merge by a codec that was not told of them. */
  public void testCodecForgetsPendingIdFields() throws IOException {
    try (IndexWriter writer = writer(codec("a", "b"), NoMergePolicy.INSTANCE)) {
      writer.addDocument(document(0, stored("b", "b0")));
      writer.commit();
      writer.addDocument(document(1, keyword("a", "a1")));
    }
    assertIds(named(), "b0", "a1");
    if (random().nextBoolean()) { // the format alone
      try (IndexWriter writer = writer(new OmdbCodec(), any())) {
        writer.forceMerge(1);
      }
    } else {
      merge(new OmdbCodec(), any());
    }
    assertIds(named(), "b0", "a1");
  }

  public void testTwoIdFieldsInOneFlush() throws IOException {
    OmdbCodec codec = codec("a", "b");
    String[] expected = new String[6];
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (i % 2 == 0 ? "a" : "b") + i;
        writer.addDocument(document(i, keyword(i % 2 == 0 ? "a" : "b", expected[i])));
        if (i == 2) {
          writer.commit();
        }
      }
    }
    try (IndexWriter writer = writer(codec, shuffling())) { // the format alone
      writer.forceMerge(1);
    }
    assertIds(named(), expected);
    // and to Lucene's format, where the fields have to be named
    try (IndexWriter writer = writer(new Lucene104Codec(), NoMergePolicy.INSTANCE)) {
      writer.addDocument(document(6, keyword("a", "a6")));
    }
    try (IndexWriter writer = writer(new Lucene104Codec(), new LogDocMergePolicy())) {
      writer.forceMerge(1);
    }
    assertIds(named("a", "b"), "a0", "b1", "a2", "b3", "a4", "b5", "a6");
    merge(codec, any());
    assertIds(named(), "a0", "b1", "a2", "b3", "a4", "b5", "a6");
  }

  /** A new field that says otherwise: what a vector's id once is, it stays. */
  public void testNewFieldWithOtherValues() throws IOException {
    try (IndexWriter writer = writer(codec("id"), NoMergePolicy.INSTANCE)) {
      writer.addDocument(document(0, stored("id", "old0"), keyword("new_id", "not yet")));
    }
    merge(codec("id"), NoMergePolicy.INSTANCE);
    OmdbCodec codec = codec("new_id", "id");
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      writer.addDocument(document(1, stored("id", "old1"), keyword("new_id", "new1")));
      writer.commit();
      writer.addDocument(document(2, keyword("new_id", "new2")));
    }
    assertIds(named("new_id", "id"), "old0", "new1", "new2");
    merge(codec, NoMergePolicy.INSTANCE);
    merge(codec, shuffling());
    assertIds(named(), "old0", "new1", "new2");
  }

  /** Bad values of documents that nobody asks for. */
  public void testOthersMayHaveSeveralTerms() throws IOException {
    try (IndexWriter writer = writer(new Lucene104Codec(), NoMergePolicy.INSTANCE)) {
      writer.addDocument(document(0, term("id", "a")));
      writer.addDocument(document(1, term("id", "b"), term("id", "c")));
      Document withoutVector = new Document();
      withoutVector.add(term("id", "x"));
      withoutVector.add(term("id", "y"));
      writer.addDocument(withoutVector);
      writer.commit();
      writer.deleteDocuments(new Term("n", "1"));
    }
    assertIds(named("id"), "a");
    merge(codec("id"), any());
    assertIds(named(), "a");
  }

  public void testOthersMayHaveNumbers() throws IOException {
    try (IndexWriter writer = writer(new Lucene104Codec(), NoMergePolicy.INSTANCE)) {
      writer.addDocument(document(0, new StoredField("id", "a")));
      writer.addDocument(document(1, new StoredField("id", 7)));
      writer.commit();
      writer.deleteDocuments(new Term("n", "1"));
    }
    assertIds(named("id"), "a");
    merge(codec("id"), any());
    assertIds(named(), "a");
  }

  /** Numbers to sort by, or to show, beside terms that are the ids. */
  public void testNumbersBesideTerms() throws IOException {
    boolean docValues = random().nextBoolean();
    OmdbCodec codec = codec("id");
    try (IndexWriter writer =
        writer(random().nextBoolean() ? codec : new Lucene104Codec(), NoMergePolicy.INSTANCE)) {
      for (int i = 0; i < 4; i++) {
        Field number =
            docValues ? new NumericDocValuesField("id", i) : new StoredField("id", (long) i);
        writer.addDocument(document(i, term("id", "k" + i), number));
      }
    }
    assertIds(named("id"), "k0", "k1", "k2", "k3");
    merge(codec, any());
    assertIds(named(), "k0", "k1", "k2", "k3");
  }

  /** Terms that are not what documents say: the stored string is the id, in both directions. */
  public void testStoredDiffersFromTerm() throws IOException {
    try (IndexWriter writer = writer(new Lucene104Codec(), NoMergePolicy.INSTANCE)) {
      for (int i = 0; i < 5; i++) {
        writer.addDocument(
            document(i, new StoredField("id", "User_" + i), term("id", "user_" + i)));
      }
    }
    assertIds(named("id"), "User_0", "User_1", "User_2", "User_3", "User_4");
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      assertEquals(-1, OmdbVectorIds.find(reader, VECTOR, "user_1", "id"));
    }
  }

  public void testDocValueOfOneFieldTermOfAnother() throws IOException {
    try (IndexWriter writer = writer(new Lucene104Codec(), NoMergePolicy.INSTANCE)) {
      writer.addDocument(document(0, docValue("new", "n0"), stored("old", "o0")));
      writer.addDocument(document(1, stored("old", "o1")));
    }
    assertIds(named("new", "old"), "n0", "o1");
  }

  /** Of several live documents the newest, also where the places of their ids differ. */
  public void testNewestOfDifferentPlaces() throws IOException {
    OmdbCodec codec = codec("a", "b");
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      writer.addDocument(document(0, keyword("a", "x")));
      writer.addDocument(document(1, stored("b", "x")));
    }
    for (int round = 0; round < 2; round++) {
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        assertEquals(1, OmdbVectorIds.find(reader, VECTOR, "x"));
      }
      merge(codec, NoMergePolicy.INSTANCE);
    }
  }

  /** That ids are the terms of a field is no longer so after an update, though it was found out. */
  public void testUpdateAfterALookUpByTerm() throws IOException {
    boolean isThere = random().nextBoolean(); // or the field comes with the update
    OmdbCodec codec = codec("id");
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      Document first = new Document();
      first.add(docValue("id", "of another segment"));
      writer.addDocument(first);
      writer.commit();
      for (int i = 0; i < 3; i++) {
        Document document = document(i, term("text", "k" + i));
        if (isThere) {
          document.add(docValue("id", "k" + i));
        }
        writer.addDocument(document);
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertIds(reader, named("text"), "k0", "k1", "k2");
        writer.updateBinaryDocValue(new Term("n", "1"), "id", new BytesRef("new"));
        writer.updateBinaryDocValue(new Term("n", "2"), "id", new BytesRef("newer"));
        try (DirectoryReader newer = DirectoryReader.openIfChanged(reader, writer)) {
          assertIds(newer, named("text"), "k0", "new", "newer");
          assertEquals(-1, OmdbVectorIds.find(newer, VECTOR, "k1", "text"));
          writer.updateBinaryDocValue(new Term("n", "2"), "id", new BytesRef("newest"));
          try (DirectoryReader newest = DirectoryReader.openIfChanged(newer, writer)) {
            assertIds(newest, named("text"), "k0", "new", "newest");
          }
        }
        assertIds(reader, named("text"), "k0", "k1", "k2");
      }
    }
  }

  /** What the caller names comes beside what the segment names, not in its place. */
  public void testNamingAnotherFieldHidesNothing() throws IOException {
    try (IndexWriter writer = writer(codec("id"), NoMergePolicy.INSTANCE)) {
      writer.addDocument(document(0, stored("id", "k0")));
    }
    assertIds(named("new_id"), "k0");
    merge(codec("new_id"), NoMergePolicy.INSTANCE);
    assertIds(named(), "k0");
  }

  /** Readers that time out, which can't copy vectors of Lucene's format. */
  public void testExitableReader() throws IOException {
    try (IndexWriter writer = writer(new Lucene104Codec(), NoMergePolicy.INSTANCE)) {
      for (int i = 0; i < 5; i++) {
        writer.addDocument(document(i, stored("id", "k" + i)));
      }
    }
    QueryTimeout never = () -> false;
    try (DirectoryReader reader = new ExitableDirectoryReader(DirectoryReader.open(dir), never)) {
      assertIds(reader, named("id"), "k0", "k1", "k2", "k3", "k4");
    }
  }

  private static final class Resurrecting extends FilterCodecReader {

    Resurrecting(CodecReader in) {
      super(in);
    }

    @Override
    public Bits getLiveDocs() {
      return null;
    }

    @Override
    public int numDocs() {
      return in.maxDoc();
    }

    @Override
    public CacheHelper getCoreCacheHelper() {
      return null;
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return null;
    }
  }

  /** A wrapper may bring deleted documents back; the audit counts what the merge takes. */
  public void testResurrectedDocuments() throws IOException {
    OmdbCodec codec = codec("id");
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      for (int i = 0; i < 3; i++) {
        writer.addDocument(document(i, keyword("id", "k" + i)));
      }
      writer.commit();
      writer.deleteDocuments(new Term("n", "1"));
    }
    try (DirectoryReader reader = DirectoryReader.open(dir);
        Directory target = newDirectory()) {
      CodecReader leaf = (CodecReader) reader.leaves().get(0).reader();
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(codec)
              .setMergePolicy(new OmdbMergePolicy(new LogDocMergePolicy(), codec));
      try (IndexWriter writer = new IndexWriter(target, config)) {
        writer.addIndexes(new Resurrecting(leaf));
        try (DirectoryReader added = DirectoryReader.open(writer)) {
          assertIds(added, named(), "k0", "k1", "k2");
        }
      }
    }
    MergePolicy keeping =
        new OneMergeWrappingMergePolicy(
            new LogDocMergePolicy(),
            merge ->
                new MergePolicy.OneMerge(merge.segments) {
                  @Override
                  public CodecReader wrapForMerge(CodecReader reader) {
                    return new Resurrecting(reader);
                  }
                });
    merge(codec, keeping);
    assertIds(named(), "k0", "k1", "k2");
  }

  /** What forceMerge rewrites by itself goes through the wrapped policy's wrappers as well. */
  public void testRewritesKeepWhatTheWrappedPolicyKeeps() throws IOException {
    OmdbCodec codec = codec("id");
    boolean merges = random().nextBoolean();
    MergePolicy retention =
        new SoftDeletesRetentionMergePolicy(
            "deleted",
            () -> MatchAllDocsQuery.INSTANCE,
            merges ? new TieredMergePolicy() : NoMergePolicy.INSTANCE);
    for (Codec next : new Codec[] {new Lucene104Codec(), codec}) {
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(next)
              .setSoftDeletesField("deleted")
              .setMergePolicy(next == codec ? new OmdbMergePolicy(retention, codec) : retention);
      try (IndexWriter writer = new IndexWriter(dir, config)) {
        if (next == codec) {
          writer.forceMerge(1);
        } else {
          writer.addDocument(document(0, stored("id", "k0")));
          writer.softUpdateDocument(
              new Term("id", "k0"),
              document(1, stored("id", "k0")),
              new NumericDocValuesField("deleted", 1));
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        assertEquals(2, reader.maxDoc()); // the old version is there
        assertIds(reader, named("id"), "k0", "k0");
      }
      if (next == codec) { // a policy that makes no merges can't be asked to keep anything in one
        SegmentCommitInfo segment = SegmentInfos.readLatestCommit(dir).info(0);
        assertEquals(merges, segment.info.getCodec() instanceof OmdbCodec);
      }
    }
  }
}
