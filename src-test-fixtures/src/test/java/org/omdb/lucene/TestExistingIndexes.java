// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.apache.lucene.util.BytesRef;
import org.junit.After;
import org.junit.Before;
import org.omdb.fixtures.IndexModel;
import org.omdb.fixtures.RandomIds;
import org.omdb.fixtures.ReversingMergePolicy;
import org.omdb.fixtures.ShufflingMergePolicy;
import org.omdb.lucene.ids.IdTableReader;
import org.omdb.lucene.ids.resolve.LeafVectorIds;

/**
 * Indexes that were there before OMDB: ids are read where they are, in whatever way documents have
 * them, and the first merge moves them into the table.
 */
public class TestExistingIndexes extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final String ID = "id";
  private static final OmdbCodec OMDB = OmdbCodec.builder().idField(ID).build();

  /** A way in which documents have their ids. */
  private enum Kind {
    STORED,
    STORED_BYTES,
    TERM,
    STORED_TERM,
    KEYWORD,
    STORED_KEYWORD,
    BINARY,
    SORTED,
    SORTED_SET;

    Field field(String name, String id) {
      return switch (this) {
        case STORED -> new StoredField(name, id);
        case STORED_BYTES -> new StoredField(name, new BytesRef(id));
        case TERM -> new StringField(name, id, Field.Store.NO);
        case STORED_TERM -> new StringField(name, id, Field.Store.YES);
        case KEYWORD -> new KeywordField(name, id, Field.Store.NO);
        case STORED_KEYWORD -> new KeywordField(name, id, Field.Store.YES);
        case BINARY -> new BinaryDocValuesField(name, new BytesRef(id));
        case SORTED -> new SortedDocValuesField(name, new BytesRef(id));
        case SORTED_SET -> new SortedSetDocValuesField(name, new BytesRef(id));
      };
    }
  }

  private Directory dir;
  private RandomIds ids;
  private int number;

  @Before
  public void open() {
    dir = newDirectory();
    ids = new RandomIds(random());
  }

  @After
  public void close() throws IOException {
    dir.close();
  }

  private IndexWriter writer(Codec codec, MergePolicy policy) throws IOException {
    return new IndexWriter(
        dir,
        newIndexWriterConfig()
            .setCodec(codec)
            .setMergeScheduler(new SerialMergeScheduler())
            .setMergePolicy(policy));
  }

  private MergePolicy anyPolicy() {
    return switch (random().nextInt(4)) {
      case 0 -> new ReversingMergePolicy();
      case 1 -> new ShufflingMergePolicy(newLogMergePolicy(), random().nextLong());
      case 2 -> NoMergePolicy.INSTANCE;
      default -> newMergePolicy();
    };
  }

  private float[] vector() {
    return new float[] {random().nextFloat(), random().nextFloat(), 1};
  }

  /** Adds documents in several segments, some without an id, some without a vector. */
  private IndexModel index(Codec codec, Kind kind, int documents) throws IOException {
    IndexModel model = new IndexModel(VECTOR, ID);
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      for (int i = 0; i < documents; i++) {
        Document document = new Document();
        float[] vector = random().nextInt(8) == 0 ? null : vector();
        String id = random().nextInt(8) == 0 ? null : ids.next();
        if (vector != null) {
          document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
        }
        if (id != null) {
          document.add(kind.field(ID, id));
        }
        document.add(new StringField("number", "" + ++number, Field.Store.NO));
        document.add(new StoredField("other", "not an id"));
        boolean isDeleted = random().nextInt(8) == 0;
        writer.addDocument(document);
        if (random().nextInt(10) == 0) {
          writer.flush();
        }
        if (isDeleted) {
          writer.deleteDocuments(new Term("number", "" + number));
        } else if (vector != null && id == null) {
          model.addWithoutId(1);
        } else if (vector != null) {
          model.vectors().put(id, vector);
        }
      }
    }
    return model;
  }

  private void check(IndexModel model) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      model.check(reader);
      if (model.vectors().isEmpty()) {
        return;
      }
      TopDocs hits =
          new IndexSearcher(reader).search(new KnnFloatVectorQuery(VECTOR, vector(), 10), 10);
      for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(reader, VECTOR, hits, ID)) {
        assertTrue(hit.id() == null || model.vectors().containsKey(hit.id()));
      }
    }
  }

  /** All ids are in tables: nobody needs to know the id field any more. */
  private void checkTables(IndexModel model) throws IOException {
    IndexModel withoutIdField = new IndexModel(VECTOR);
    withoutIdField.vectors().putAll(model.vectors());
    withoutIdField.addWithoutId(model.withoutId());
    check(withoutIdField);
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        LeafVectorIds found = LeafVectorIds.of(leaf.reader(), VECTOR, List.of(ID));
        assertTrue(found.ids() == null || found.ids() instanceof IdTableReader);
      }
    }
  }

  private void upgrade(OmdbCodec codec, MergePolicy policy) throws IOException {
    try (IndexWriter writer = writer(codec, new OmdbMergePolicy(policy, codec))) {
      writer.forceMerge(1 + random().nextInt(3));
    }
  }

  public void testEveryKindOfId() throws IOException {
    for (Kind kind : Kind.values()) {
      try (Directory fresh = newDirectory()) {
        dir.close();
        dir = fresh;
        IndexModel model = index(new Lucene104Codec(), kind, atLeast(60));
        check(model);
        upgrade(OMDB, anyPolicy());
        checkTables(model);
        TestUtil.checkIndex(dir);
        // and on: newer documents, another merge
        IndexModel more = index(OMDB, kind, atLeast(20));
        model.vectors().putAll(more.vectors());
        model.addWithoutId(more.withoutId());
        check(model);
        upgrade(OMDB, anyPolicy());
        checkTables(model);
      }
      dir = newDirectory();
    }
  }

  /** What a flush could not see, OmdbVectorIds finds without being told where. */
  public void testFlushedStoredIdsNeedNoIdField() throws IOException {
    Kind kind = RandomPicks.randomFrom(random(), Kind.values());
    IndexModel model = index(OMDB, kind, atLeast(40));
    IndexModel withoutIdField = new IndexModel(VECTOR);
    withoutIdField.vectors().putAll(model.vectors());
    withoutIdField.addWithoutId(model.withoutId());
    check(withoutIdField);
    // merged by a writer that does not know the id field: the segments do
    upgrade(new OmdbCodec(), newLogMergePolicy());
    check(withoutIdField);
    check(model);
  }

  /** An old field can't gain doc values; a new one beside it can have them. */
  public void testNewFieldBesideAnOldOne() throws IOException {
    OmdbCodec both = OmdbCodec.builder().idFields("new_id", ID).build();
    Kind old = RandomPicks.randomFrom(random(), Kind.values());
    IndexModel model = new IndexModel(VECTOR, "new_id", ID);
    boolean isOldIndexOmdb = random().nextBoolean();
    IndexModel oldModel = index(isOldIndexOmdb ? OMDB : new Lucene104Codec(), old, atLeast(30));
    model.vectors().putAll(oldModel.vectors());
    model.addWithoutId(oldModel.withoutId());
    Kind newKind = RandomPicks.randomFrom(random(), Kind.values());
    boolean newCodec = random().nextBoolean();
    try (IndexWriter writer =
        writer(newCodec ? both : new Lucene104Codec(), NoMergePolicy.INSTANCE)) {
      for (int i = atLeast(10); i > 0; i--) {
        Document document = new Document();
        float[] vector = vector();
        String id = ids.next();
        document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
        document.add(newKind.field("new_id", id));
        if (random().nextBoolean()) {
          document.add(old.field(ID, id));
        }
        writer.addDocument(document);
        model.vectors().put(id, vector);
      }
    }
    checkBoth(model);
    upgrade(both, newLogMergePolicy());
    checkBoth(model);
    IndexModel withoutIdField = new IndexModel(VECTOR);
    withoutIdField.vectors().putAll(model.vectors());
    withoutIdField.addWithoutId(model.withoutId());
    checkBoth(withoutIdField);
  }

  private void checkBoth(IndexModel model) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      model.check(reader);
    }
  }

  /** The vector field's own ids, in segments of Lucene's format. */
  public void testOwnIdsInAnotherFormat() throws IOException {
    IndexModel model = new IndexModel(VECTOR);
    try (IndexWriter writer = writer(new Lucene104Codec(), newLogMergePolicy())) {
      for (int i = atLeast(20); i > 0; i--) {
        Document document = new Document();
        String id = ids.next();
        float[] vector = vector();
        document.add(new OmdbVectorField(VECTOR, id, vector, EUCLIDEAN));
        writer.addDocument(document);
        model.vectors().put(id, vector);
      }
    }
    checkBoth(model);
    OmdbCodec codec = new OmdbCodec();
    upgrade(codec, anyPolicy());
    checkBoth(model);
  }

  /** Doc values updates are seen before any merge, in both directions. */
  public void testUpdatedDocValuesAreSeenAtOnce() throws IOException {
    IndexModel model = new IndexModel(VECTOR);
    try (IndexWriter writer = writer(OMDB, newLogMergePolicy())) {
      for (int i = 0; i < 30; i++) {
        Document document = new Document();
        float[] vector = vector();
        document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
        document.add(new BinaryDocValuesField(ID, new BytesRef("old" + i)));
        document.add(new StringField("number", "" + i, Field.Store.NO));
        writer.addDocument(document);
        model.vectors().put("old" + i, vector);
        if (random().nextInt(10) == 0) {
          writer.flush();
        }
      }
      for (int i = 0; i < 30; i += 1 + random().nextInt(5)) {
        writer.updateBinaryDocValue(new Term("number", "" + i), ID, new BytesRef("new" + i));
        model.vectors().put("new" + i, model.vectors().remove("old" + i));
        if (random().nextInt(10) == 0) {
          writer.commit();
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        model.check(reader);
        assertEquals(-1, OmdbVectorIds.find(reader, VECTOR, "old0"));
      }
    }
    checkBoth(model);
    upgrade(OMDB, NoMergePolicy.INSTANCE);
    checkTables(model);
  }

  private void assertNoId(Codec codec, String message, Field... values) throws IOException {
    float[] vector = vector();
    try (IndexWriter writer = writer(codec, NoMergePolicy.INSTANCE)) {
      for (int i = 0; i < 2; i++) {
        Document document = new Document();
        document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
        for (Field value : values) {
          document.add(value);
        }
        writer.addDocument(document);
      }
    }
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      LeafReader leaf = reader.leaves().get(0).reader();
      IllegalArgumentException e =
          expectThrows(
              IllegalArgumentException.class,
              () -> OmdbVectorIds.of(leaf, VECTOR, ID).documentToId(0));
      assertTrue(e.getMessage(), e.getMessage().contains(message));
      IndexWriter writer = writer(OMDB, new OmdbMergePolicy(NoMergePolicy.INSTANCE, OMDB));
      Exception failure = expectThrows(Exception.class, () -> writer.forceMerge(1));
      assertTrue(failure.toString(), failure.toString().contains(message));
      assertFalse(writer.isOpen());
    }
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      assertEquals(2, reader.numDocs()); // sources are kept
      assertArrayEquals(
          vector, reader.leaves().get(0).reader().getFloatVectorValues(VECTOR).vectorValue(0), 0);
    }
    TestUtil.checkIndex(dir);
    dir.close();
    dir = newDirectory();
  }

  /** Nothing is made up from what is no id, and the old segments stay. */
  public void testValuesThatAreNoId() throws IOException {
    Codec lucene = new Lucene104Codec();
    assertNoId(lucene, "the number 7", new StoredField(ID, 7));
    assertNoId(lucene, "the number 7", new StoredField(ID, 7L));
    assertNoId(lucene, "the number 0.5", new StoredField(ID, 0.5f));
    assertNoId(lucene, "doc values of type", new LongField(ID, 7, Field.Store.NO));
    assertNoId(lucene, "several stored values", new StoredField(ID, "a"), new StoredField(ID, "b"));
    assertNoId(
        lucene,
        "several terms",
        new StringField(ID, "a", Field.Store.NO),
        new StringField(ID, "b", Field.Store.NO));
    assertNoId(
        lucene,
        "2 values",
        new SortedSetDocValuesField(ID, new BytesRef("a")),
        new SortedSetDocValuesField(ID, new BytesRef("b")));
  }

  /** A codec that leaves a field to another format does not make forceMerge rewrite it forever. */
  public void testFieldsLeftToAnotherFormat() throws IOException {
    IndexModel model = index(new Lucene104Codec(), Kind.STORED, 30);
    OmdbCodec codec =
        new OmdbCodec(OmdbCodec.builder().idField(ID)) {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return LUCENE;
          }
        };
    String before = segments();
    upgrade(codec, NoMergePolicy.INSTANCE);
    assertEquals(before, segments());
    check(model);
  }

  private static final KnnVectorsFormat LUCENE = new Lucene99HnswVectorsFormat();

  private String segments() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      return reader.leaves().toString();
    }
  }

  /** Once all is in tables there is nothing to rewrite. */
  public void testSecondForceMergeRewritesNothing() throws IOException {
    Kind kind = RandomPicks.randomFrom(random(), Kind.values());
    index(random().nextBoolean() ? OMDB : new Lucene104Codec(), kind, atLeast(40));
    OmdbCodec codec = OMDB;
    IndexWriterConfig config =
        newIndexWriterConfig()
            .setCodec(codec)
            .setMergePolicy(new OmdbMergePolicy(NoMergePolicy.INSTANCE, codec));
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      writer.forceMerge(Integer.MAX_VALUE);
      writer.commit();
      String once = segments();
      writer.forceMerge(Integer.MAX_VALUE);
      writer.commit();
      assertEquals(once, segments());
    }
  }
}
