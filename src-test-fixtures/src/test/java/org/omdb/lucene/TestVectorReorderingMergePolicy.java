// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.fixtures.IndexModel;
import org.omdb.fixtures.ShufflingMergePolicy;

/** Near vectors come next to each other, with their ids; what has an order of its own keeps it. */
public class TestVectorReorderingMergePolicy extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final int DIMENSION = 8;
  private static final int CLUSTERS = 16;
  private static final int PER_CLUSTER = 64;

  private final OmdbCodec codec = new OmdbCodec();

  private IndexWriterConfig config(MergePolicy policy) {
    return newIndexWriterConfig()
        .setCodec(codec)
        .setMergePolicy(new OmdbMergePolicy(policy, codec));
  }

  private static VectorReorderingMergePolicy reordering(int minVectors) {
    return new VectorReorderingMergePolicy(newLogMergePolicy(), VECTOR, minVectors);
  }

  /** Far from those of all other clusters. */
  private static float[] vector(int cluster) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = 10 * ((cluster >>> (i % 4)) & 1) + random().nextFloat();
    }
    return vector;
  }

  private static Document document(String id, int cluster, float[] vector) {
    Document document = new Document();
    document.add(new StringField("cluster", "" + cluster, Field.Store.YES));
    if (vector != null) {
      document.add(new OmdbVectorField(VECTOR, id, vector, EUCLIDEAN));
    }
    return document;
  }

  /** All clusters, in a random order. */
  private static List<Integer> clusters() {
    List<Integer> clusters =
        new ArrayList<>(
            IntStream.range(0, CLUSTERS * PER_CLUSTER).mapToObj(i -> i % CLUSTERS).toList());
    Collections.shuffle(clusters, random());
    return clusters;
  }

  /** How often documents that follow each other are of different clusters. */
  private static int changes(DirectoryReader reader, int from, int to) throws IOException {
    StoredFields fields = reader.storedFields();
    int changes = 0;
    for (int doc = from + 1; doc < to; doc++) {
      String before = fields.document(doc - 1).get("cluster");
      changes += before.equals(fields.document(doc).get("cluster")) ? 0 : 1;
    }
    return changes;
  }

  private static String[] clustersOf(DirectoryReader reader) throws IOException {
    StoredFields fields = reader.storedFields();
    String[] clusters = new String[reader.maxDoc()];
    for (int doc = 0; doc < clusters.length; doc++) {
      clusters[doc] = fields.document(doc).get("cluster");
    }
    return clusters;
  }

  public void testNearVectorsAreNeighbors() throws IOException {
    IndexModel model = new IndexModel(VECTOR);
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config(reordering(100)))) {
      int next = 0;
      int withoutVector = 0;
      for (int cluster : clusters()) {
        String id = "user_" + next++;
        float[] vector = vector(cluster);
        writer.addDocument(document(id, cluster, vector));
        model.vectors().put(id, vector);
        if (random().nextInt(20) == 0) {
          writer.addDocument(document(null, 1_000 + withoutVector++, null));
        }
        if (random().nextInt(100) == 0) {
          writer.flush();
        }
      }
      for (int i = 0; i < 5; i++) {
        String id = "user_" + random().nextInt(next);
        writer.deleteDocuments(OmdbVectorField.idTerm(VECTOR, id));
        model.vectors().remove(id);
      }
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        model.check(reader);
        int vectors = model.vectors().size();
        assertEquals(vectors + withoutVector, reader.maxDoc());
        int changes = changes(reader, 0, vectors);
        // A half ends within a cluster where deletes made clusters unequal.
        assertTrue(changes + " changes", changes < 4 * CLUSTERS);
        String[] found = clustersOf(reader);
        for (int i = 0; i < withoutVector; i++) { // in their own order, at the end
          assertEquals("" + (1_000 + i), found[vectors + i]);
        }
      }
    }
  }

  /** How an index that is there already gets the order: documents are added to a new one. */
  public void testAddIndexes() throws IOException {
    IndexModel model = new IndexModel(VECTOR);
    List<Integer> clusters = clusters();
    try (Directory source = newDirectory();
        Directory dir = newDirectory()) {
      try (IndexWriter writer = new IndexWriter(source, config(NoMergePolicy.INSTANCE))) {
        for (int i = 0; i < clusters.size(); i++) {
          float[] vector = vector(clusters.get(i));
          writer.addDocument(document("user_" + i, clusters.get(i), vector));
          model.vectors().put("user_" + i, vector);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(source);
          IndexWriter writer = new IndexWriter(dir, config(reordering(100)))) {
        CodecReader[] readers = new CodecReader[reader.leaves().size()];
        for (int i = 0; i < readers.length; i++) {
          readers[i] = (CodecReader) reader.leaves().get(i).reader();
        }
        writer.addIndexes(readers);
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        model.check(reader);
        assertEquals("segments", 1, reader.leaves().size());
        int changes = changes(reader, 0, clusters.size());
        assertTrue(changes + " changes", changes < 4 * CLUSTERS);
      }
    }
  }

  /** Counts the vectors that were read since the last check for an abort. */
  private static final class Counting extends FilterCodecReader {

    private int read;
    private int most;

    Counting(CodecReader in) {
      super(in);
    }

    void check() {
      most = Math.max(most, read);
      read = 0;
    }

    @Override
    public KnnVectorsReader getVectorReader() {
      return new HiddenVectorsReader(super.getVectorReader()) {
        @Override
        public FloatVectorValues getFloatVectorValues(String field) throws IOException {
          return counted(super.getFloatVectorValues(field));
        }
      };
    }

    private FloatVectorValues counted(FloatVectorValues values) {
      return new FloatVectorValues() {
        @Override
        public float[] vectorValue(int ordinal) throws IOException {
          read++;
          return values.vectorValue(ordinal);
        }

        @Override
        public FloatVectorValues copy() {
          throw new UnsupportedOperationException();
        }

        @Override
        public int dimension() {
          return values.dimension();
        }

        @Override
        public int size() {
          return values.size();
        }

        @Override
        public DocIndexIterator iterator() {
          return values.iterator();
        }
      };
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

  /** Vectors may have to be read from disk, one by one: a merge must not go on for long. */
  public void testChecksForAborts() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer =
            new IndexWriter(dir, new IndexWriterConfig().setCodec(codec).setRAMBufferSizeMB(256))) {
      for (int i = 0; i < 6_000; i++) {
        writer.addDocument(document("id" + i, i % CLUSTERS, vector(i % CLUSTERS)));
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        Counting counting = new Counting((CodecReader) getOnlyLeafReader(reader));
        assertNotNull(VectorOrder.of(counting, VECTOR, 100, counting::check));
        counting.check();
        assertTrue(counting.most + " vectors between two checks", counting.most <= 2_000);
      }
    }
  }

  public void testFewVectorsKeepTheirOrder() throws IOException {
    List<Integer> clusters = clusters();
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config(reordering(clusters.size() + 1)))) {
      for (int i = 0; i < clusters.size(); i++) {
        writer.addDocument(document("id" + i, clusters.get(i), vector(clusters.get(i))));
      }
      writer.flush();
      writer.addDocument(document("none", -1, null));
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        String[] found = clustersOf(reader);
        for (int i = 0; i < clusters.size(); i++) {
          assertEquals("" + clusters.get(i), found[i]);
        }
      }
    }
  }

  /** Without distances: equal vectors, and none at all. */
  public void testEqualVectors() throws IOException {
    IndexModel model = new IndexModel(VECTOR);
    float[] vector = vector(3);
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config(reordering(0)))) {
      writer.addDocument(document(null, 0, null));
      writer.flush();
      writer.addDocument(document(null, 0, null));
      writer.forceMerge(1);
      for (int i = 0; i < 200; i++) {
        writer.addDocument(document("id" + i, i, vector));
        model.vectors().put("id" + i, vector);
      }
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        model.check(reader);
      }
    }
  }

  public void testBytes() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config(reordering(100)))) {
      for (int cluster : clusters()) {
        Document document = document(null, cluster, null);
        byte[] vector = new byte[DIMENSION];
        float[] floats = vector(cluster);
        for (int i = 0; i < DIMENSION; i++) {
          vector[i] = (byte) (5 * floats[i] - 60);
        }
        document.add(new KnnByteVectorField(VECTOR, vector, EUCLIDEAN));
        writer.addDocument(document);
        if (random().nextInt(200) == 0) {
          writer.flush();
        }
      }
      writer.flush();
      writer.addDocument(document(null, -1, null));
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        int changes = changes(reader, 0, CLUSTERS * PER_CLUSTER);
        assertTrue(changes + " changes", changes < 4 * CLUSTERS);
      }
    }
  }

  /** An index sort, blocks of documents, and the order of the wrapped policy. */
  public void testOtherOrdersStay() throws IOException {
    IndexModel model = new IndexModel(VECTOR);
    MergePolicy shuffling = new ShufflingMergePolicy(newLogMergePolicy(), random().nextLong());
    boolean sorted = random().nextBoolean();
    IndexWriterConfig config =
        config(
            new VectorReorderingMergePolicy(sorted ? newLogMergePolicy() : shuffling, VECTOR, 10));
    if (sorted) {
      config.setIndexSort(new Sort(new SortField("rank", SortField.Type.INT)));
    }
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config)) {
      int next = 0;
      for (int cluster : clusters()) {
        String id = "id" + next++;
        float[] vector = vector(cluster);
        Document document = document(id, cluster, vector);
        document.add(new NumericDocValuesField("rank", -next));
        writer.addDocument(document);
        model.vectors().put(id, vector);
        if (random().nextInt(300) == 0) {
          writer.flush();
        }
      }
      writer.deleteDocuments(OmdbVectorField.idTerm(VECTOR, "id0"));
      model.vectors().remove("id0");
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        model.check(reader);
        int changes = changes(reader, 0, reader.maxDoc());
        assertTrue(changes + " changes", changes > CLUSTERS * PER_CLUSTER / 2);
      }
    }
  }

  public void testBlocksStayTogether() throws IOException {
    IndexModel model = new IndexModel(VECTOR);
    IndexWriterConfig config = config(reordering(10)).setParentField("parent");
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config)) {
      int next = 0;
      for (int block = 0; block < 100; block++) {
        List<Document> documents = new ArrayList<>();
        for (int child = 0; child < 3; child++) {
          String id = "id" + next++;
          float[] vector = vector(random().nextInt(CLUSTERS));
          documents.add(document(id, block, vector));
          model.vectors().put(id, vector);
        }
        writer.addDocuments(documents);
        if (random().nextInt(20) == 0) {
          writer.flush();
        }
      }
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        model.check(reader);
        assertEquals(99, changes(reader, 0, reader.maxDoc()));
      }
    }
  }

  /** Lucene wraps those merges in its own. The ids are in the tables alone: two fields differ. */
  public void testMergesOfCommitsAndNewReaders() throws IOException {
    IndexModel model = new IndexModel(VECTOR);
    OmdbCodec twoFields = OmdbCodec.builder().idFields("first", "second").build();
    LogDocMergePolicy logs = new LogDocMergePolicy();
    logs.setMergeFactor(2);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(twoFields)
            .setMergeScheduler(new SerialMergeScheduler())
            .setMergePolicy(
                new OmdbMergePolicy(new VectorReorderingMergePolicy(logs, VECTOR, 2), twoFields));
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config)) {
      for (int i = 0; i < 40; i++) {
        float[] vector = vector(random().nextInt(CLUSTERS));
        Document document = new Document();
        document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
        document.add(new KeywordField("first", "user_" + i, Field.Store.NO));
        document.add(new KeywordField("second", "other_" + i, Field.Store.NO));
        writer.addDocument(document);
        model.vectors().put("user_" + i, vector);
        if (random().nextBoolean()) {
          writer.commit();
        }
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
          model.check(reader);
          assertTrue(reader.leaves().size() <= 8);
        }
      }
    }
  }

  /** Also from around it: an index writer aborts the merge that it knows. */
  public void testCanBeAborted() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, new IndexWriterConfig().setCodec(codec))) {
      for (int cluster : clusters()) {
        writer.addDocument(document("id" + cluster, cluster, vector(cluster)));
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        CodecReader segment = (CodecReader) getOnlyLeafReader(reader);
        MergePolicy one =
            new FilterMergePolicy(NoMergePolicy.INSTANCE) {
              @Override
              public MergeSpecification findMerges(
                  MergeTrigger trigger, SegmentInfos segments, MergeContext context) {
                MergeSpecification merges = new MergeSpecification();
                merges.add(new OneMerge(segment));
                return merges;
              }
            };
        MergePolicy.OneMerge merge =
            new OmdbMergePolicy(new VectorReorderingMergePolicy(one, VECTOR, 2), codec)
                .findMerges(MergeTrigger.EXPLICIT, null, null)
                .merges
                .get(0);
        assertNotNull(merge.reorder(segment, dir, null));
        merge.setAborted();
        expectThrows(
            MergePolicy.MergeAbortedException.class, () -> merge.reorder(segment, dir, null));
      }
    }
  }
}
