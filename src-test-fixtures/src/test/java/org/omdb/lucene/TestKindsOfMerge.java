// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.SoftDeletesRetentionMergePolicy;
import org.apache.lucene.index.SortingCodecReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.misc.index.BPIndexReorderer;
import org.apache.lucene.misc.index.BPReorderingMergePolicy;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.apache.lucene.util.BytesRef;
import org.omdb.fixtures.IndexModel;
import org.omdb.fixtures.RandomIds;
import org.omdb.fixtures.ShufflingMergePolicy;

/** The ways of Lucene to bring segments together that a random index seldom meets. */
public class TestKindsOfMerge extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final String ID = "id";

  private final OmdbCodec codec = OmdbCodec.builder().idField(ID).build();

  private IndexWriterConfig config(MergePolicy policy) {
    return newIndexWriterConfig()
        .setCodec(codec)
        .setMergeScheduler(new SerialMergeScheduler())
        .setMergePolicy(random().nextBoolean() ? policy : new OmdbMergePolicy(policy, codec));
  }

  private static float[] vector() {
    return new float[] {random().nextFloat(), random().nextFloat(), 1};
  }

  private static void check(IndexWriter writer, IndexModel... models) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      for (IndexModel model : models) {
        model.check(reader);
      }
    }
  }

  /** Lucene's own reordering, by the terms that documents share. */
  public void testRecursiveGraphBisection() throws IOException {
    BPIndexReorderer reorderer = new BPIndexReorderer();
    reorderer.setMinDocFreq(2);
    reorderer.setMinPartitionSize(2);
    BPReorderingMergePolicy policy = new BPReorderingMergePolicy(newLogMergePolicy(), reorderer);
    policy.setMinNaturalMergeNumDocs(2);
    policy.setMinNaturalMergeRatioFromBiggestSegment(0.1f);
    IndexModel model = new IndexModel(VECTOR, ID);
    RandomIds ids = new RandomIds(random());
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config(policy))) {
      for (int i = atLeast(100); i > 0; i--) {
        Document document = new Document();
        float[] vector = vector();
        String id = ids.next();
        document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
        document.add(new StringField(ID, id, Field.Store.YES));
        document.add(
            new TextField("text", "w" + i % 7 + " w" + i % 11 + " w" + i % 3, Field.Store.NO));
        writer.addDocument(document);
        model.vectors().put(id, vector);
        if (random().nextInt(10) == 0) {
          writer.flush();
        }
      }
      writer.forceMerge(1);
      check(writer, model);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertEquals(1, reader.leaves().size());
      }
    }
  }

  /** Blocks stay together, whatever sorts or shuffles them; children have the vectors. */
  public void testBlocksWithAParentField() throws IOException {
    for (boolean sorted : new boolean[] {false, true}) {
      IndexModel model = new IndexModel(VECTOR);
      try (Directory dir = newDirectory()) {
        MergePolicy policy = newLogMergePolicy();
        IndexWriterConfig config = config(policy).setParentField("parent");
        if (sorted) {
          config.setIndexSort(new Sort(new SortField("rank", SortField.Type.INT)));
        }
        try (IndexWriter writer = new IndexWriter(dir, config)) {
          for (int b = 0; b < 40; b++) {
            List<Document> block = new ArrayList<>();
            for (int c = random().nextInt(4); c >= 0; c--) {
              Document child = new Document();
              float[] vector = vector();
              String id = "block" + b + "_" + c;
              child.add(new OmdbVectorField(VECTOR, id, vector, EUCLIDEAN));
              child.add(new StringField("block", "" + b, Field.Store.NO));
              block.add(child);
              model.vectors().put(id, vector);
            }
            Document last = new Document();
            last.add(new NumericDocValuesField("rank", random().nextInt(10)));
            last.add(new StringField("block", "" + b, Field.Store.NO));
            block.add(last);
            writer.addDocuments(block);
            if (random().nextInt(6) == 0) {
              writer.flush();
            }
            if (random().nextInt(6) == 0) {
              int gone = random().nextInt(b + 1);
              writer.deleteDocuments(new Term("block", "" + gone));
              model.vectors().keySet().removeIf(id -> id.startsWith("block" + gone + "_"));
            }
          }
          writer.forceMerge(1);
          check(writer, model);
        }
        TestUtil.checkIndex(dir);
      }
    }
  }

  /** Documents that a retention keeps, though deleted, keep their ids. */
  public void testRetainedSoftDeletes() throws IOException {
    IndexModel model = new IndexModel(VECTOR);
    IndexModel all = new IndexModel("versions");
    try (Directory dir = newDirectory()) {
      MergePolicy policy =
          new SoftDeletesRetentionMergePolicy(
              "deleted", () -> MatchAllDocsQuery.INSTANCE, newLogMergePolicy());
      IndexWriterConfig config = config(policy).setSoftDeletesField("deleted");
      try (IndexWriter writer = new IndexWriter(dir, config)) {
        for (int i = 0; i < 60; i++) {
          Document document = new Document();
          float[] vector = vector();
          String id = "user_" + random().nextInt(20);
          String version = id + "_" + i;
          document.add(new OmdbVectorField(VECTOR, id, vector, EUCLIDEAN));
          document.add(new OmdbVectorField("versions", version, vector, EUCLIDEAN));
          writer.softUpdateDocument(
              OmdbVectorField.idTerm(VECTOR, id),
              document,
              new NumericDocValuesField("deleted", 1));
          model.vectors().put(id, vector);
          all.vectors().put(version, vector);
          if (random().nextInt(8) == 0) {
            writer.flush();
          }
          if (random().nextInt(20) == 0) { // a real deletion: retention does not keep it
            writer.deleteDocuments(OmdbVectorField.idTerm("versions", version));
            model.vectors().remove(id);
            all.vectors().remove(version);
          }
        }
        writer.forceMerge(1);
        check(writer, model);
      }
      // read without soft deletes, every version is there
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        all.check(reader);
      }
    }
  }

  /** All forms of addIndexes, from Lucene's own format with stored ids. */
  public void testAddIndexes() throws IOException {
    IndexModel model = new IndexModel(VECTOR, ID);
    try (Directory target = newDirectory()) {
      IndexWriterConfig config =
          config(new ShufflingMergePolicy(newLogMergePolicy(), random().nextLong()));
      Sort sort =
          random().nextBoolean()
              ? null
              : new Sort(new SortField("key", SortField.Type.STRING, random().nextBoolean()));
      if (sort != null) {
        config.setIndexSort(sort);
      }
      try (IndexWriter writer = new IndexWriter(target, config)) {
        for (int form = 0; form < 6; form++) {
          try (Directory source = newDirectory()) {
            IndexWriterConfig sourceConfig =
                newIndexWriterConfig()
                    .setCodec(random().nextBoolean() ? codec : new Lucene104Codec())
                    .setMergePolicy(NoMergePolicy.INSTANCE);
            boolean byDirectory = form % 2 == 0;
            if (sort != null && byDirectory) {
              sourceConfig.setIndexSort(sort);
            }
            fill(source, sourceConfig, "form" + form + "_", model);
            if (byDirectory) {
              writer.addIndexes(source);
            } else {
              addReaders(writer, source, sort);
            }
          }
          if (random().nextBoolean()) {
            writer.forceMerge(1 + random().nextInt(3));
          }
          check(writer, model);
        }
        writer.forceMerge(1);
        check(writer, model);
      }
    }
  }

  private void addReaders(IndexWriter writer, Directory source, Sort sort) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(source)) {
      List<CodecReader> readers = new ArrayList<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        CodecReader codecReader = (CodecReader) leaf.reader();
        readers.add(sort == null ? codecReader : SortingCodecReader.wrap(codecReader, sort));
      }
      writer.addIndexes(readers.toArray(CodecReader[]::new));
    }
  }

  private void fill(Directory dir, IndexWriterConfig config, String prefix, IndexModel model)
      throws IOException {
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      for (int i = 0; i < 20; i++) {
        String id = prefix + i;
        float[] vector = vector();
        Document document = new Document();
        document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
        document.add(new StringField(ID, id, Field.Store.YES));
        document.add(new SortedDocValuesField("key", new BytesRef(id)));
        writer.addDocument(document);
        if (random().nextInt(8) == 0) {
          writer.deleteDocuments(new Term(ID, id));
        } else {
          model.vectors().put(id, vector);
        }
        if (random().nextInt(8) == 0) {
          writer.flush();
        }
      }
    }
  }

  /** Fields of one document with an id each, under names that file systems would not take. */
  public void testManyFieldsWithOddNames() throws IOException {
    String[] names = {
      "plain",
      "../up",
      "a/b\\c",
      " ",
      "\u0000",
      "\u540d\u524d",
      "new\nline",
      "_0_Omdb5HnswVectorsFormat_0.omdb",
      "x".repeat(3_000),
      "\ud83d\ude00",
      "id:1:\"quoted\"=,;"
    };
    IndexModel[] models = new IndexModel[names.length];
    for (int f = 0; f < names.length; f++) {
      models[f] = new IndexModel(names[f]);
    }
    try (Directory dir = newFSDirectory(createTempDir());
        IndexWriter writer =
            new IndexWriter(
                dir, config(new ShufflingMergePolicy(newLogMergePolicy(), random().nextLong())))) {
      for (int i = 0; i < 40; i++) {
        Document document = new Document();
        for (int f = 0; f < names.length; f++) {
          if (random().nextInt(3) > 0) {
            String id = "f" + f + "_" + i;
            float[] vector = vector();
            document.add(new OmdbVectorField(names[f], id, vector, EUCLIDEAN));
            models[f].vectors().put(id, vector);
          }
        }
        writer.addDocument(document);
        if (random().nextInt(8) == 0) {
          writer.flush();
        }
      }
      check(writer, models);
      writer.forceMerge(1);
      check(writer, models);
    }
  }

  /** An id that several documents have, in several segments and in one: the newest is found. */
  public void testSameIdInSeveralSegments() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config(new LogDocMergePolicy()))) {
      int copies = 12;
      for (int i = 0; i < copies; i++) {
        Document document = new Document();
        document.add(new OmdbVectorField(VECTOR, "twin", new float[] {i, 1}, EUCLIDEAN));
        document.add(new StringField("number", "" + i, Field.Store.NO));
        writer.addDocument(document);
        if (random().nextBoolean()) {
          writer.flush();
        }
      }
      checkNewest(writer, copies - 1, copies);
      writer.forceMerge(1);
      checkNewest(writer, copies - 1, copies);
      writer.deleteDocuments(new Term("number", "" + (copies - 1)));
      checkNewest(writer, copies - 2, copies - 1);
      writer.forceMerge(1);
      checkNewest(writer, copies - 2, copies - 1);
    }
  }

  private static void checkNewest(IndexWriter writer, int newest, int live) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      int doc = OmdbVectorIds.find(reader, VECTOR, "twin");
      LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
      int ordinal = OmdbVectorIds.of(leaf.reader(), VECTOR).idToOrdinal(new BytesRef("twin"));
      assertEquals(newest, leaf.reader().getFloatVectorValues(VECTOR).vectorValue(ordinal)[0], 0f);
      assertEquals(live, reader.numDocs());
    }
  }

  /** A flush per document or two, and merges all the time. */
  public void testTinyFlushes() throws IOException {
    int flushes = TEST_NIGHTLY ? 100_000 : atLeast(300);
    IndexModel model = new IndexModel(VECTOR, ID);
    // Lucene's mock file system takes 20 ms a flush.
    try (Directory dir =
        TEST_NIGHTLY ? new ByteBuffersDirectory() : newFSDirectory(createTempDir())) {
      IndexWriterConfig config = config(new LogDocMergePolicy());
      config.setUseCompoundFile(random().nextBoolean());
      config.setMaxBufferedDocs(2).setRAMBufferSizeMB(IndexWriterConfig.DISABLE_AUTO_FLUSH);
      try (IndexWriter writer = new IndexWriter(dir, config)) {
        for (int i = 0; i < 2 * flushes; i++) {
          Document document = new Document();
          float[] vector = vector();
          String id = "user_" + i;
          document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
          document.add(new StringField(ID, id, Field.Store.YES));
          writer.addDocument(document);
          model.vectors().put(id, vector);
        }
        check(writer, model);
        for (int segments : new int[] {2, 1}) {
          writer.forceMerge(segments);
          check(writer, model);
        }
      }
    }
  }
}
