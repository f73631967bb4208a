// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValuesSkipIndexType;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;
import org.omdb.fixtures.IndexModel;
import org.omdb.lucene.ids.IdLossException;

/** A merge brings every id along, from wherever it can still be had, or does not happen. */
public class TestIdLoss extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final String ID = "id";

  private static Codec codec() {
    return OmdbCodec.builder().idField(ID).build();
  }

  /** Makes doc values disappear, the id field with them, and on request the id table too. */
  private static final class Forgetful extends FilterCodecReader {

    private final boolean hideTable;

    Forgetful(CodecReader in, boolean hideTable) {
      super(in);
      this.hideTable = hideTable;
    }

    @Override
    public FieldInfos getFieldInfos() {
      FieldInfo vector = in.getFieldInfos().fieldInfo(VECTOR);
      assertSame(DocValuesType.NONE, vector.getDocValuesType());
      assertSame(DocValuesSkipIndexType.NONE, vector.docValuesSkipIndexType());
      return new FieldInfos(new FieldInfo[] {vector});
    }

    @Override
    public DocValuesProducer getDocValuesReader() {
      return null;
    }

    @Override
    public KnnVectorsReader getVectorReader() {
      KnnVectorsReader reader = super.getVectorReader();
      return hideTable ? new HiddenVectorsReader(reader) : reader;
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

  private static IndexModel index(Directory dir, int documents, int everyHasId) throws IOException {
    IndexModel model = new IndexModel(VECTOR);
    try (IndexWriter writer =
        new IndexWriter(
            dir, newIndexWriterConfig().setCodec(codec()).setMergePolicy(newLogMergePolicy()))) {
      for (int i = 0; i < documents; i++) {
        Document document = new Document();
        float[] vector = {i, 1};
        document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
        if (i % everyHasId == 0) {
          document.add(new SortedSetDocValuesField(ID, new BytesRef("user_" + i)));
          model.vectors().put("user_" + i, vector);
        } else {
          model.addWithoutId(1);
        }
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    return model;
  }

  public void testTheTableAloneIsEnough() throws IOException {
    try (Directory source = newDirectory();
        Directory target = newDirectory()) {
      IndexModel model = index(source, 20, 1 + random().nextInt(3));
      // the codec that merges need not know the id field, nor have doc values
      try (DirectoryReader reader = DirectoryReader.open(source);
          IndexWriter writer =
              new IndexWriter(target, newIndexWriterConfig().setCodec(new OmdbCodec()))) {
        writer.addIndexes(new Forgetful((CodecReader) reader.leaves().get(0).reader(), false));
        writer.forceMerge(1);
        try (DirectoryReader merged = DirectoryReader.open(writer)) {
          model.check(merged);
        }
      }
    }
  }

  public void testMergeThatWouldLoseIdsIsAborted() throws IOException {
    for (int everyHasId : new int[] {1, 2}) {
      try (Directory source = newDirectory();
          Directory target = newDirectory()) {
        IndexModel sourceModel = index(source, 20, everyHasId);
        IndexModel targetModel = index(target, 5, 1);
        try (DirectoryReader reader = DirectoryReader.open(source);
            IndexWriter writer =
                new IndexWriter(
                    target,
                    newIndexWriterConfig()
                        .setCodec(codec())
                        .setMergeScheduler(new SerialMergeScheduler()) // else thrown in its thread
                        .setMergePolicy(NoMergePolicy.INSTANCE))) {
          CodecReader leaf = (CodecReader) reader.leaves().get(0).reader();
          IdLossException e =
              expectThrows(
                  IdLossException.class, () -> writer.addIndexes(new Forgetful(leaf, true)));
          assertTrue(e.getMessage(), e.getMessage().contains("\"vector\""));
          assertTrue(e.getMessage(), e.getMessage().contains("a merge keeps its sources"));
          sourceModel.check(reader);
        }
        try (DirectoryReader reader = DirectoryReader.open(target)) {
          targetModel.check(reader);
        }
      }
    }
  }

  /** Doc values that lost one value of a segment in which every vector had an id. */
  private static final class OneValueLess extends FilterCodecReader {

    OneValueLess(CodecReader in) {
      super(in);
    }

    @Override
    public KnnVectorsReader getVectorReader() {
      return new HiddenVectorsReader(super.getVectorReader());
    }

    @Override
    public DocValuesProducer getDocValuesReader() {
      DocValuesProducer values = super.getDocValuesReader();
      return new DocValuesProducer() {
        @Override
        public SortedSetDocValues getSortedSet(FieldInfo field) throws IOException {
          return new WithoutDocument(7, values.getSortedSet(field));
        }

        @Override
        public NumericDocValues getNumeric(FieldInfo field) {
          throw new UnsupportedOperationException();
        }

        @Override
        public BinaryDocValues getBinary(FieldInfo field) {
          throw new UnsupportedOperationException();
        }

        @Override
        public SortedDocValues getSorted(FieldInfo field) {
          throw new UnsupportedOperationException();
        }

        @Override
        public SortedNumericDocValues getSortedNumeric(FieldInfo field) {
          throw new UnsupportedOperationException();
        }

        @Override
        public DocValuesSkipper getSkipper(FieldInfo field) throws IOException {
          return values.getSkipper(field);
        }

        @Override
        public void checkIntegrity() throws IOException {
          values.checkIntegrity();
        }

        @Override
        public void close() throws IOException {
          values.close();
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

  private static final class WithoutDocument extends SortedSetDocValues {

    private final int hidden;
    private final SortedSetDocValues in;

    WithoutDocument(int hidden, SortedSetDocValues in) {
      this.hidden = hidden;
      this.in = in;
    }

    @Override
    public int nextDoc() throws IOException {
      int doc = in.nextDoc();
      return doc == hidden ? in.nextDoc() : doc;
    }

    @Override
    public boolean advanceExact(int target) throws IOException {
      return target != hidden && in.advanceExact(target);
    }

    @Override
    public int advance(int target) throws IOException {
      return in.advance(target == hidden ? target + 1 : target);
    }

    @Override
    public int docID() {
      return in.docID();
    }

    @Override
    public long nextOrd() throws IOException {
      return in.nextOrd();
    }

    @Override
    public int docValueCount() {
      return in.docValueCount();
    }

    @Override
    public BytesRef lookupOrd(long ord) throws IOException {
      return in.lookupOrd(ord);
    }

    @Override
    public long getValueCount() {
      return in.getValueCount();
    }

    @Override
    public long cost() {
      return in.cost();
    }
  }

  public void testOneIdLessAbortsTheMerge() throws IOException {
    try (Directory source = newDirectory();
        Directory target = newDirectory()) {
      index(source, 20, 1);
      try (DirectoryReader reader = DirectoryReader.open(source);
          IndexWriter writer =
              new IndexWriter(
                  target,
                  newIndexWriterConfig()
                      .setCodec(codec())
                      .setMergeScheduler(new SerialMergeScheduler()))) {
        CodecReader leaf = (CodecReader) reader.leaves().get(0).reader();
        IdLossException e =
            expectThrows(IdLossException.class, () -> writer.addIndexes(new OneValueLess(leaf)));
        assertTrue(e.getMessage(), e.getMessage().contains("ordinal 7"));
      }
    }
  }
}
