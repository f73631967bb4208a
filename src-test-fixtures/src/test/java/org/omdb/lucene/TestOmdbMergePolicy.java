// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.lucene.codecs.DocValuesConsumer;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene90.Lucene90DocValuesFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.EmptyDocValuesProducer;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterBinaryDocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NamedThreadFactory;
import org.omdb.fixtures.IndexModel;
import org.omdb.fixtures.ShufflingMergePolicy;
import org.omdb.lucene.ids.IdLossException;

/** What {@link OmdbMergePolicy} adds to the policy that it wraps. */
public class TestOmdbMergePolicy extends LuceneTestCase {

  private static final String VECTOR = "vector";

  private static IndexWriter writer(Directory dir, OmdbCodec codec, MergePolicy policy)
      throws IOException {
    return new IndexWriter(
        dir,
        newIndexWriterConfig()
            .setCodec(codec)
            .setMergeScheduler(new SerialMergeScheduler())
            .setMergePolicy(new OmdbMergePolicy(policy, codec)));
  }

  private static void add(IndexWriter writer, IndexModel model, String id) throws IOException {
    Document document = new Document();
    float[] vector = {random().nextFloat(), random().nextFloat()};
    document.add(new OmdbVectorField(VECTOR, id, vector, EUCLIDEAN));
    writer.updateDocument(OmdbVectorField.idTerm(VECTOR, id), document);
    model.vectors().put(id, vector);
  }

  public void testAuditLandsInTheDiagnostics() throws IOException {
    try (Directory dir = newDirectory()) {
      IndexModel model = new IndexModel(VECTOR);
      OmdbCodec codec = new OmdbCodec();
      MergePolicy in =
          random().nextBoolean()
              ? newLogMergePolicy()
              : new ShufflingMergePolicy(newLogMergePolicy(), random().nextLong());
      in.setNoCFSRatio(random().nextBoolean() ? 1 : 0);
      try (IndexWriter writer = writer(dir, codec, in)) {
        for (int i = 0; i < 40; i++) {
          add(writer, model, "user_" + random().nextInt(30));
          if (random().nextInt(5) == 0) {
            writer.flush();
          }
        }
        writer.flush();
        add(writer, model, "user_last");
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        model.check(reader);
      }
      SegmentInfos infos = SegmentInfos.readLatestCommit(dir);
      assertEquals(1, infos.size());
      Map<String, String> diagnostics = infos.info(0).info.getDiagnostics();
      String live = Integer.toString(model.vectors().size());
      assertEquals(live, diagnostics.get("OmdbVectorIds.vector.vectors"));
      assertEquals(live, diagnostics.get("OmdbVectorIds.vector.ids"));
      assertEquals("equal", diagnostics.get("OmdbVectorIds.vector.audit"));
      assertTrue(diagnostics.get("OmdbVectorIds.vector.fingerprint").matches("[0-9a-f]{16}"));
      assertEquals("merge", diagnostics.get("source"));
    }
  }

  /** addIndexes goes through the policy too, and sets the diagnostics anew at its end. */
  public void testAddedReadersAreAudited() throws IOException {
    try (Directory source = newDirectory();
        Directory target = newDirectory()) {
      IndexModel model = new IndexModel(VECTOR);
      try (IndexWriter writer = writer(source, new OmdbCodec(), NoMergePolicy.INSTANCE)) {
        for (int i = 0; i < 30; i++) {
          add(writer, model, "user_" + random().nextInt(20));
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(source);
          IndexWriter writer = writer(target, new OmdbCodec(), newLogMergePolicy())) {
        writer.addIndexes(
            reader.leaves().stream()
                .map(leaf -> (CodecReader) leaf.reader())
                .toArray(CodecReader[]::new));
      }
      try (DirectoryReader reader = DirectoryReader.open(target)) {
        model.check(reader);
      }
      SegmentCommitInfo segment = SegmentInfos.readLatestCommit(target).info(0);
      assertEquals("equal", segment.info.getDiagnostics().get("OmdbVectorIds.vector.audit"));
    }
  }

  /** A bug, a bad disk: doc values that come out of a merge with other ids in them. */
  private static final class ForgingFormat extends DocValuesFormat {

    private final DocValuesFormat in = new Lucene90DocValuesFormat();
    private final Map<String, String> forgeries;

    ForgingFormat(Map<String, String> forgeries) {
      super("Lucene90");
      this.forgeries = forgeries;
    }

    @Override
    public DocValuesConsumer fieldsConsumer(SegmentWriteState state) throws IOException {
      DocValuesConsumer consumer = in.fieldsConsumer(state);
      return state.context.context() == IOContext.Context.MERGE
          ? new Forging(consumer, forgeries)
          : consumer;
    }

    @Override
    public DocValuesProducer fieldsProducer(SegmentReadState state) throws IOException {
      return in.fieldsProducer(state);
    }
  }

  private static final class Forging extends DocValuesConsumer {

    private final DocValuesConsumer in;
    private final Map<String, String> forgeries;

    Forging(DocValuesConsumer in, Map<String, String> forgeries) {
      this.in = in;
      this.forgeries = forgeries;
    }

    @Override
    public void addBinaryField(FieldInfo field, DocValuesProducer values) throws IOException {
      in.addBinaryField(
          field,
          new EmptyDocValuesProducer() {
            @Override
            public BinaryDocValues getBinary(FieldInfo info) throws IOException {
              return new FilterBinaryDocValues(values.getBinary(info)) {
                @Override
                public BytesRef binaryValue() throws IOException {
                  BytesRef value = super.binaryValue();
                  String id = value.utf8ToString();
                  return new BytesRef(forgeries.getOrDefault(id, id));
                }
              };
            }
          });
    }

    @Override
    public void addNumericField(FieldInfo field, DocValuesProducer values) throws IOException {
      in.addNumericField(field, values);
    }

    @Override
    public void addSortedField(FieldInfo field, DocValuesProducer values) throws IOException {
      in.addSortedField(field, values);
    }

    @Override
    public void addSortedNumericField(FieldInfo field, DocValuesProducer values)
        throws IOException {
      in.addSortedNumericField(field, values);
    }

    @Override
    public void addSortedSetField(FieldInfo field, DocValuesProducer values) throws IOException {
      in.addSortedSetField(field, values);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** Holds back the first file until the other merge has got as far. */
  private static final class Meeting extends FilterDirectory {

    private final CyclicBarrier barrier;
    private boolean isMet;

    Meeting(Directory in, CyclicBarrier barrier) {
      super(in);
      this.barrier = barrier;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      if (isMet == false) {
        isMet = true;
        try {
          barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new IOException(e);
        }
      }
      return super.createOutput(name, context);
    }
  }

  /**
   * Two indexes get the documents of one segment at the same time, each in its own order. Ids are
   * in the id table and in terms; merges read them from the table.
   */
  public void testOneSegmentReorderedTwiceAtOnce() throws Exception {
    OmdbCodec codec = OmdbCodec.builder().idField("id").build();
    IndexModel model = new IndexModel(VECTOR, "id");
    ExecutorService executor = Executors.newFixedThreadPool(2, new NamedThreadFactory("merges"));
    try (Directory source = newDirectory();
        Directory first = newDirectory();
        Directory second = newDirectory()) {
      try (IndexWriter writer = writer(source, codec, newLogMergePolicy())) {
        for (int i = 0; i < 100; i++) {
          Document document = new Document();
          float[] vector = {random().nextFloat(), random().nextFloat()};
          document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
          document.add(new StringField("id", "user_" + i, Field.Store.NO));
          writer.addDocument(document);
          model.vectors().put("user_" + i, vector);
        }
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(source)) {
        CodecReader segment = (CodecReader) getOnlyLeafReader(reader);
        CyclicBarrier barrier = new CyclicBarrier(2);
        List<Future<?>> added = new ArrayList<>();
        for (Directory dir : List.of(first, second)) {
          MergePolicy shuffling = new ShufflingMergePolicy(newLogMergePolicy(), added.size());
          IndexWriterConfig config =
              new IndexWriterConfig()
                  .setCodec(codec)
                  .setMergePolicy(new OmdbMergePolicy(shuffling, codec));
          added.add(
              executor.submit(
                  () -> {
                    try (IndexWriter writer = new IndexWriter(new Meeting(dir, barrier), config)) {
                      writer.addIndexes(segment);
                    }
                    return null;
                  }));
        }
        for (Future<?> future : added) {
          future.get();
        }
      }
      for (Directory dir : List.of(first, second)) {
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          model.check(reader);
        }
      }
    } finally {
      TestUtil.shutdownExecutorService(executor);
    }
  }

  public void testChangedIdEndsTheMerge() throws IOException {
    checkForgeriesEndTheMerge(Map.of("user_3", "user_8"));
  }

  /** The ids are the same, but two of them are with each other's vectors. */
  public void testSwappedIdsEndTheMerge() throws IOException {
    checkForgeriesEndTheMerge(Map.of("user_3", "user_1", "user_1", "user_3"));
  }

  /** A bug, a bad disk: changes one bit of a row that a merge writes. */
  private static final class Damaging extends FilterDirectory {

    private final byte[] row;

    Damaging(Directory in, float[] vector) {
      super(in);
      ByteBuffer buffer = ByteBuffer.allocate(vector.length * Float.BYTES);
      buffer.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
      row = buffer.array();
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      IndexOutput out = super.createOutput(name, context);
      if (name.endsWith(".omdb") == false || context.context() != IOContext.Context.MERGE) {
        return out;
      }
      return new FilterIndexOutput("damaging", name, out) {
        @Override
        public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
          byte[] written = Arrays.copyOfRange(bytes, offset, offset + length);
          for (int i = 0; i + row.length <= length; i++) {
            if (Arrays.equals(row, 0, row.length, written, i, i + row.length)) {
              written[i] ^= 1;
            }
          }
          super.writeBytes(written, 0, length);
        }
      };
    }
  }

  public void testChangedVectorEndsTheMerge() throws IOException {
    try (Directory dir = newDirectory()) {
      IndexModel model = new IndexModel(VECTOR);
      OmdbCodec codec = new OmdbCodec();
      try (IndexWriter writer = writer(dir, codec, newLogMergePolicy())) {
        for (int i = 0; i < 5; i++) {
          add(writer, model, "user_" + i);
          writer.flush();
        }
      }
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(codec)
              .setUseCompoundFile(false)
              .setMergeScheduler(new SerialMergeScheduler())
              .setMergePolicy(new OmdbMergePolicy(newLogMergePolicy(), codec));
      config.getMergePolicy().setNoCFSRatio(0);
      float[] vector = (float[]) model.vectors().get("user_3");
      IndexWriter writer = new IndexWriter(new Damaging(dir, vector), config);
      checkFails(writer, "5 vectors with 5 ids");
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        model.check(reader);
      }
    }
  }

  private static void checkFails(IndexWriter writer, String found) {
    Exception e = expectThrows(Exception.class, () -> writer.forceMerge(1));
    Throwable cause = e;
    while (cause != null && cause instanceof IdLossException == false) {
      cause = cause.getCause();
    }
    assertNotNull(e.toString(), cause);
    assertTrue(cause.getMessage(), cause.getMessage().contains(found));
    assertTrue(cause.getMessage(), cause.getMessage().contains("the sources are kept"));
    assertFalse(writer.isOpen());
  }

  private static void checkForgeriesEndTheMerge(Map<String, String> forgeries) throws IOException {
    try (Directory dir = newDirectory()) {
      OmdbCodec codec =
          OmdbCodec.builder()
              .delegate(
                  new Lucene104Codec() {
                    private final DocValuesFormat forging = new ForgingFormat(forgeries);

                    @Override
                    public DocValuesFormat getDocValuesFormatForField(String field) {
                      return forging;
                    }
                  })
              .build();
      IndexModel model = new IndexModel(VECTOR);
      IndexWriter writer = writer(dir, codec, newLogMergePolicy());
      for (int i = 0; i < 5; i++) {
        add(writer, model, "user_" + i);
        writer.commit();
      }
      checkFails(writer, "5 vectors with 5 ids");
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        model.check(reader);
      }
      // and nothing is left of the merge
      try (IndexWriter again = writer(dir, new OmdbCodec(), newLogMergePolicy())) {
        again.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        model.check(reader);
      }
    }
  }

  /** A wrapped policy's own merges come first; what they leave is rewritten, all in one call. */
  public void testForceMergeRewritesWhatTheWrappedPolicyLeaves() throws IOException {
    try (Directory dir = newDirectory()) {
      IndexModel model = new IndexModel(VECTOR, "id");
      try (IndexWriter writer =
          new IndexWriter(
              dir,
              newIndexWriterConfig()
                  .setCodec(new Lucene104Codec())
                  .setMergePolicy(NoMergePolicy.INSTANCE))) {
        for (int i = 0; i < 25; i++) {
          Document document = new Document();
          float[] vector = {i, 1};
          document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
          document.add(new StringField("id", "user_" + i, Field.Store.YES));
          writer.addDocument(document);
          model.vectors().put("user_" + i, vector);
          if (i % 5 == 4) {
            writer.flush();
          }
        }
      }
      OmdbCodec codec = OmdbCodec.builder().idField("id").build();
      OmdbMergePolicy policy = new OmdbMergePolicy(newLogMergePolicy(2), codec);
      int segments = 1 + random().nextInt(6);
      try (IndexWriter writer =
          new IndexWriter(dir, newIndexWriterConfig().setCodec(codec).setMergePolicy(policy))) {
        writer.forceMerge(segments);
      }
      SegmentInfos infos = SegmentInfos.readLatestCommit(dir);
      assertTrue(infos.size() <= segments);
      for (SegmentCommitInfo segment : infos) {
        assertTrue(segment.info.getCodec() instanceof OmdbCodec);
        assertFalse(policy.needsRewrite(segment));
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        model.check(reader);
      }
    }
  }
}
