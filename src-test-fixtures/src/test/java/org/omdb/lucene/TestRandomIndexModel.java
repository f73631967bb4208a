// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.index.SoftDeletesDirectoryReaderWrapper;
import org.apache.lucene.index.SoftDeletesRetentionMergePolicy;
import org.apache.lucene.index.SortingCodecReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedSetSortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.index.MockRandomMergePolicy;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.NamedThreadFactory;
import org.apache.lucene.util.VectorUtil;
import org.omdb.fixtures.IndexModel;
import org.omdb.fixtures.RandomIds;
import org.omdb.fixtures.ShufflingMergePolicy;

/**
 * Does to a random index whatever an {@link IndexWriter} can do, and compares ids and vectors with
 * a model in memory after every step.
 */
public class TestRandomIndexModel extends LuceneTestCase {

  private static final String OWN = "embedding"; // ids of its own
  private static final String BYTES = "embedding8"; // byte vectors, ids of its own
  private static final String KEYED = "keyed"; // ids from KEY, where there are any
  private static final String KEY = "key";
  private static final String SOFT_DELETES = "deleted";

  private enum KeyType {
    BINARY,
    SORTED,
    KEYWORD,
    STORED,
    TERM,
    STORED_TERM
  }

  private RandomIds ids;
  private KeyType keyType;
  private Sort sort;
  private boolean softDeletes;
  private int dimension;
  private VectorSimilarityFunction similarity;

  private List<IndexModel> live;
  private List<IndexModel> committed;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    ids = new RandomIds(random());
    keyType = RandomPicks.randomFrom(random(), KeyType.values());
    sort = random().nextBoolean() ? null : randomSort();
    softDeletes = random().nextBoolean();
    dimension =
        random().nextBoolean()
            ? 1 + random().nextInt(20)
            : 24 + random().nextInt(20); // codes from 24 on
    similarity = RandomPicks.randomFrom(random(), VectorSimilarityFunction.values());
    live = List.of(new IndexModel(OWN), new IndexModel(BYTES), new IndexModel(KEYED, KEY));
    committed = copy(live);
  }

  private Sort randomSort() {
    boolean reverse = random().nextBoolean();
    if (random().nextBoolean() && keyType == KeyType.SORTED) {
      return new Sort(new SortField(KEY, SortField.Type.STRING, reverse));
    }
    if (random().nextBoolean() && keyType == KeyType.KEYWORD) {
      return new Sort(new SortedSetSortField(KEY, reverse));
    }
    return new Sort(new SortField("rank", SortField.Type.LONG, reverse));
  }

  private static List<IndexModel> copy(List<IndexModel> models) {
    return models.stream().map(IndexModel::copy).toList();
  }

  private IndexWriterConfig config() {
    IndexWriterConfig config = newIndexWriterConfig();
    OmdbCodec.Builder codec =
        OmdbCodec.builder().idField(KEY).maxConn(2 + random().nextInt(20)).beamWidth(20);
    if (random().nextBoolean()) {
      codec.mergeWorkers(2);
    }
    OmdbCodec omdb = codec.build();
    config.setCodec(omdb);
    switch (random().nextInt(7)) {
      case 0, 1 -> config.setMergePolicy(new MockRandomMergePolicy(random()));
      case 2 ->
          config.setMergePolicy(new ShufflingMergePolicy(newLogMergePolicy(), random().nextLong()));
      case 3 -> config.setMergePolicy(new VectorReorderingMergePolicy(newLogMergePolicy(), OWN, 2));
      default -> {}
    }
    if (softDeletes && random().nextBoolean()) {
      config.setMergePolicy(
          new SoftDeletesRetentionMergePolicy(
              SOFT_DELETES, () -> MatchAllDocsQuery.INSTANCE, config.getMergePolicy()));
    }
    if (random().nextBoolean()) {
      config.setMergePolicy(new OmdbMergePolicy(config.getMergePolicy(), omdb));
    }
    config.setUseCompoundFile(random().nextBoolean());
    config.getMergePolicy().setNoCFSRatio(random().nextBoolean() ? 1 : 0);
    if (sort != null) {
      config.setIndexSort(sort);
    }
    if (softDeletes) {
      config.setSoftDeletesField(SOFT_DELETES);
    }
    return config;
  }

  private IndexWriterConfig unsorted() {
    Sort wanted = sort;
    sort = null;
    try {
      return config();
    } finally {
      sort = wanted;
    }
  }

  private float[] randomVector() {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random().nextFloat() + 0.01f;
    }
    if (similarity == VectorSimilarityFunction.DOT_PRODUCT) {
      VectorUtil.l2normalize(vector);
    }
    return vector;
  }

  private byte[] randomBytes() {
    byte[] vector = new byte[dimension];
    random().nextBytes(vector);
    vector[0] |= 1; // not all zeros
    return vector;
  }

  /** A document and what it adds to each model; an id of null adds a vector without one. */
  private final class Doc {
    final Document document = new Document();
    final String id = ids.next();
    final float[] own;
    final byte[] bytes;
    final float[] keyed;
    final boolean hasKey;

    Doc() {
      this(random().nextInt(10) == 0 ? null : randomVector());
    }

    Doc(float[] own) {
      this.own = own;
      this.bytes = random().nextInt(3) > 0 ? null : randomBytes();
      this.keyed = random().nextInt(3) == 0 ? null : randomVector();
      this.hasKey = random().nextInt(4) > 0;
      document.add(new StringField("uid", id, Field.Store.NO));
      document.add(new NumericDocValuesField("rank", random().nextInt(100)));
      if (own != null) {
        document.add(new OmdbVectorField(OWN, id, own, similarity));
      }
      if (bytes != null) {
        document.add(new OmdbByteVectorField(BYTES, "b" + shortId(), bytes, similarity));
      }
      if (keyed != null) {
        document.add(new KnnFloatVectorField(KEYED, keyed, similarity));
      }
      if (hasKey) {
        document.add(
            switch (keyType) {
              case BINARY -> new BinaryDocValuesField(KEY, new BytesRef(keyId()));
              case SORTED -> new SortedDocValuesField(KEY, new BytesRef(keyId()));
              case KEYWORD -> new KeywordField(KEY, keyId(), Field.Store.NO);
              case STORED -> new StoredField(KEY, keyId());
              case TERM -> new StringField(KEY, keyId(), Field.Store.NO);
              case STORED_TERM -> new StringField(KEY, keyId(), Field.Store.YES);
            });
      }
    }

    /** Short enough for any place, and another one for every id. */
    private String shortId() {
      return id.length() < 8_000 ? id : id.substring(0, 8_000) + id.hashCode();
    }

    private String keyId() {
      return "k" + shortId();
    }

    void addTo(List<IndexModel> models) {
      if (own != null) {
        models.get(0).vectors().put(id, own);
      }
      if (bytes != null) {
        models.get(1).vectors().put("b" + shortId(), bytes);
      }
      if (keyed != null && hasKey) {
        models.get(2).vectors().put(keyId(), keyed);
      } else if (keyed != null) {
        models.get(2).addWithoutId(1);
      }
    }

    void removeFrom(List<IndexModel> models) {
      models.get(0).vectors().remove(id);
      models.get(1).vectors().remove("b" + shortId());
      if (keyed != null && hasKey == false) {
        models.get(2).addWithoutId(-1);
      } else {
        models.get(2).vectors().remove(keyId());
      }
    }
  }

  private final List<Doc> docs = new ArrayList<>();
  private List<Doc> committedDocs = new ArrayList<>();

  private void add(IndexWriter writer) throws IOException {
    Doc doc = new Doc();
    writer.addDocument(doc.document);
    doc.addTo(live);
    docs.add(doc);
  }

  private void update(IndexWriter writer) throws IOException {
    if (docs.isEmpty()) {
      return;
    }
    Doc old = docs.remove(random().nextInt(docs.size()));
    Doc doc = new Doc();
    Term term =
        old.own != null && random().nextBoolean()
            ? OmdbVectorField.idTerm(OWN, old.id)
            : new Term("uid", old.id);
    if (softDeletes && random().nextBoolean()) {
      writer.softUpdateDocument(term, doc.document, new NumericDocValuesField(SOFT_DELETES, 1));
    } else {
      writer.updateDocument(term, doc.document);
    }
    old.removeFrom(live);
    doc.addTo(live);
    docs.add(doc);
  }

  private void delete(IndexWriter writer) throws IOException {
    if (docs.isEmpty()) {
      return;
    }
    Doc old = docs.remove(random().nextInt(docs.size()));
    writer.deleteDocuments(new Term("uid", old.id));
    old.removeFrom(live);
  }

  private void commit(IndexWriter writer) throws IOException {
    writer.commit();
    committed = copy(live);
    committedDocs = new ArrayList<>(docs);
  }

  private void rollback(IndexWriter writer) throws IOException {
    writer.rollback();
    live = copy(committed);
    docs.clear();
    docs.addAll(committedDocs);
  }

  private IndexWriter addIndexes(IndexWriter writer) throws IOException {
    try (Directory other = newDirectory()) {
      List<Doc> added = new ArrayList<>();
      IndexWriterConfig otherConfig = config();
      boolean sortWhenAdded = sort != null && random().nextBoolean();
      if (sortWhenAdded) {
        otherConfig = unsorted();
      }
      try (IndexWriter otherWriter = new IndexWriter(other, otherConfig)) {
        for (int i = atLeast(5); i > 0; i--) {
          Doc doc = new Doc();
          otherWriter.addDocument(doc.document);
          added.add(doc);
          if (random().nextInt(5) == 0) {
            otherWriter.flush();
          }
        }
        for (int i = random().nextInt(3); i > 0; i--) {
          Doc gone = added.remove(random().nextInt(added.size()));
          otherWriter.deleteDocuments(new Term("uid", gone.id));
        }
      }
      if (sortWhenAdded == false && random().nextBoolean()) {
        writer.addIndexes(other);
      } else {
        try (DirectoryReader reader = DirectoryReader.open(other)) {
          List<CodecReader> readers = new ArrayList<>();
          for (LeafReaderContext leaf : reader.leaves()) {
            CodecReader codecReader = (CodecReader) leaf.reader();
            readers.add(
                sortWhenAdded ? SortingCodecReader.wrap(codecReader, sort) : wrap(codecReader));
          }
          writer.addIndexes(readers.toArray(CodecReader[]::new));
        }
      }
      for (Doc doc : added) {
        doc.addTo(live);
        docs.add(doc);
      }
    }
    return writer;
  }

  private CodecReader wrap(CodecReader reader) throws IOException {
    return switch (random().nextInt(3)) {
      case 0 -> SlowCodecReaderWrapper.wrap(new Plain(reader));
      case 1 -> new HidingReader(reader);
      default -> reader;
    };
  }

  /** No CodecReader any more: Lucene makes one of it again that shows none of our classes. */
  private static final class Plain extends FilterLeafReader {
    Plain(LeafReader in) {
      super(in);
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

  /** Hides the class of the vector reader, and with it the id table. */
  private static final class HidingReader extends FilterCodecReader {
    HidingReader(CodecReader in) {
      super(in);
    }

    @Override
    public KnnVectorsReader getVectorReader() {
      KnnVectorsReader in = super.getVectorReader();
      return in == null ? null : new HiddenVectorsReader(in);
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

  private void check(DirectoryReader reader) throws IOException {
    for (IndexModel model : live) {
      model.check(reader);
    }
    checkSearch(reader);
  }

  private void checkSearch(IndexReader reader) throws IOException {
    if (live.get(0).vectors().isEmpty()) {
      return;
    }
    float[] query = randomVector();
    TopDocs hits =
        new IndexSearcher(reader)
            .search(new KnnFloatVectorQuery(OWN, query, 1 + random().nextInt(10)), 10);
    assertTrue(hits.scoreDocs.length > 0);
    for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(reader, OWN, hits)) {
      float[] stored = (float[]) live.get(0).vectors().get(hit.id());
      assertNotNull("hit with an id that is not live: " + hit.id(), stored);
      assertEquals(similarity.compare(query, stored), hit.score(), 1e-4f * Math.abs(hit.score()));
    }
  }

  private DirectoryReader open(Directory dir) throws IOException {
    DirectoryReader reader = DirectoryReader.open(dir);
    return softDeletes ? new SoftDeletesDirectoryReaderWrapper(reader, SOFT_DELETES) : reader;
  }

  public void testEveryStepKeepsIds() throws IOException {
    try (Directory dir = newDirectory()) {
      IndexWriter writer = new IndexWriter(dir, config());
      writer.commit();
      DirectoryReader held = null; // near real time, across whatever comes
      List<IndexModel> whenHeld = null;
      for (int step = atLeast(30); step > 0; step--) {
        for (int i = random().nextInt(20); i > 0; i--) {
          switch (random().nextInt(4)) {
            case 0 -> update(writer);
            case 1 -> delete(writer);
            default -> add(writer);
          }
        }
        switch (random().nextInt(10)) {
          case 0 -> writer.forceMerge(1 + random().nextInt(3));
          case 1 -> writer = addIndexes(writer);
          case 2 -> {
            writer.close();
            writer = new IndexWriter(dir, config());
            committed = copy(live);
            committedDocs = new ArrayList<>(docs);
          }
          case 3 -> {
            rollback(writer);
            writer = new IndexWriter(dir, config());
          }
          case 4 -> writer.forceMergeDeletes();
          case 5 -> writer.flush();
          default -> commit(writer);
        }
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
          check(reader);
        }
        if (held == null) {
          held = DirectoryReader.open(writer);
          whenHeld = copy(live);
        } else if (random().nextInt(5) == 0) {
          for (IndexModel model : whenHeld) {
            model.check(held);
          }
          held.close();
          held = null;
        }
      }
      IOUtils.close(held);
      writer.close();
      try (DirectoryReader reader = open(dir)) {
        check(reader);
      }
      TestUtil.checkIndex(dir);
    }
  }

  /** Each thread owns its ids; all share one writer, its flushes and its merges. */
  public void testThreads() throws Exception {
    int threads = 4;
    int rounds = atLeast(60);
    softDeletes = false;
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config())) {
      ExecutorService executor =
          Executors.newFixedThreadPool(threads, new NamedThreadFactory("indexing"));
      List<Callable<IndexModel>> tasks = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String prefix = "thread" + t + "_";
        long seed = random().nextLong();
        tasks.add(() -> updateDeleteAdd(writer, prefix, new Random(seed), rounds));
      }
      IndexModel all = new IndexModel(OWN);
      try {
        for (Future<IndexModel> done : executor.invokeAll(tasks)) {
          all.vectors().putAll(done.get().vectors());
        }
      } finally {
        executor.shutdown();
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        all.check(reader);
      }
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        all.check(reader);
      }
    }
  }

  private IndexModel updateDeleteAdd(IndexWriter writer, String prefix, Random random, int rounds)
      throws IOException {
    IndexModel model = new IndexModel(OWN);
    for (int i = 0; i < rounds; i++) {
      String id = prefix + random.nextInt(rounds / 2);
      Term term = OmdbVectorField.idTerm(OWN, id);
      if (random.nextInt(5) == 0) {
        writer.deleteDocuments(term);
        model.vectors().remove(id);
      } else {
        float[] vector = new float[dimension];
        for (int d = 0; d < dimension; d++) {
          vector[d] = random.nextFloat() + 0.01f;
        }
        if (similarity == VectorSimilarityFunction.DOT_PRODUCT) {
          VectorUtil.l2normalize(vector);
        }
        Document document = new Document();
        document.add(new OmdbVectorField(OWN, id, vector, similarity));
        document.add(new NumericDocValuesField("rank", i));
        writer.updateDocument(term, document);
        model.vectors().put(id, vector);
      }
      if (random.nextInt(rounds / 4) == 0) {
        writer.commit();
      }
    }
    return model;
  }

  /** An index of Lucene's own format, ids as doc values, becomes OMDB by merging. */
  public void testSegmentsOfAnotherCodec() throws IOException {
    softDeletes = false;
    try (Directory dir = newDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(
              dir, config().setCodec(new Lucene104Codec()).setMergePolicy(newLogMergePolicy()))) {
        for (int i = atLeast(20); i > 0; i--) {
          add(writer);
          if (random().nextInt(10) == 0) {
            delete(writer);
            writer.flush();
          }
        }
      }
      try (IndexWriter writer =
          new IndexWriter(dir, config().setMergePolicy(newLogMergePolicy()))) {
        add(writer);
        writer.flush(); // two segments at least: forceMerge leaves a single one alone
        add(writer);
        writer.forceMerge(1);
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
          check(reader);
        }
      }
    }
  }
}
