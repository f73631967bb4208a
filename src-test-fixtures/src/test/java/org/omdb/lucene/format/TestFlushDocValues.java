// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.store.MockDirectoryWrapper;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.ids.VectorIdsProvider;

/** What is remembered of a flush, and what a merge finds in a source's reader. */
public class TestFlushDocValues extends LuceneTestCase {

  private final FlushDocValues idDocValues =
      new FlushDocValues(List.of(), new Lucene104Codec().docValuesFormat());
  private final KnnVectorsFormat format =
      new OmdbHnswVectorsFormat(HnswParameters.DEFAULT, idDocValues);

  private Codec codec() {
    return new FilterCodec("Omdb104", new OmdbCodec()) {
      @Override
      public DocValuesFormat docValuesFormat() {
        return idDocValues.docValuesFormat();
      }

      @Override
      public KnnVectorsFormat knnVectorsFormat() {
        return new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
          }
        };
      }
    };
  }

  private static Document document(int i) {
    Document document = new Document();
    document.add(
        new OmdbVectorField("v", "id" + i, new float[] {i, random().nextFloat()}, EUCLIDEAN));
    return document;
  }

  public void testFlushesAreForgotten() throws IOException {
    try (MockDirectoryWrapper dir = newMockDirectory()) {
      dir.setCheckIndexOnClose(false);
      try (IndexWriter writer = new IndexWriter(dir, newIndexWriterConfig().setCodec(codec()))) {
        for (int i = 0; i < 10; i++) {
          writer.addDocument(document(i));
          assertEquals(1, idDocValues.flushing());
          writer.flush();
          assertEquals(0, idDocValues.flushing());
        }
        writer.forceMerge(1);
        assertEquals(0, idDocValues.flushing());
      }
      IndexWriter failing = new IndexWriter(dir, newIndexWriterConfig().setCodec(codec()));
      failing.addDocument(document(1));
      dir.setRandomIOExceptionRate(1);
      expectThrows(IOException.class, failing::commit);
      dir.setRandomIOExceptionRate(0);
      failing.rollback();
      assertEquals(0, idDocValues.flushing());
    }
  }

  /** A merge reuses a graph only if it finds one behind the reader it is given. */
  public void testMergesFindTheGraphsOfTheirSources() throws IOException {
    int perSegment = 1_500; // enough for a graph
    try (Directory dir = newDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(
              dir,
              new IndexWriterConfig()
                  .setCodec(codec())
                  .setMergePolicy(newLogMergePolicy())
                  .setMaxBufferedDocs(perSegment))) {
        for (int i = 0; i < perSegment; i++) {
          writer.addDocument(document(i));
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          KnnVectorsReader merging =
              ((CodecReader) leaf.reader()).getVectorReader().getMergeInstance();
          KnnVectorsReader ofField =
              ((PerFieldKnnVectorsFormat.FieldsReader) merging).getFieldReader("v");
          assertEquals(perSegment, ((HnswGraphProvider) ofField).getGraph("v").size());
          assertEquals(perSegment, ((VectorIdsProvider) ofField).getVectorIds("v").idCount());
          merging.finishMerge();
        }
      }
    }
  }

  /** Ids are read back before a segment may be used: damage in between ends the flush. */
  public void testDamagedTableEndsTheFlush() throws IOException {
    try (Directory dir = newDirectory()) {
      List<String> damaged = new ArrayList<>();
      Directory damaging =
          new DamagingDirectory(dir, name -> name.endsWith(".omdb"), "id1", "id7", damaged);
      IndexWriter writer =
          new IndexWriter(
              damaging, new IndexWriterConfig().setCodec(codec()).setUseCompoundFile(false));
      writer.addDocument(document(0));
      writer.addDocument(document(1));
      IOException e = expectThrows(IOException.class, writer::commit);
      assertTrue(e.toString(), e.getMessage().contains("fingerprint of the ids"));
      assertEquals(1, damaged.size());
      writer.rollback();
    }
  }

  /** A format that gets no ids refuses to merge a field that has some. */
  public void testDisconnectedFormatDoesNotMergeIds() throws IOException {
    try (Directory dir = newDirectory()) {
      try (IndexWriter writer = new IndexWriter(dir, newIndexWriterConfig().setCodec(codec()))) {
        writer.addDocument(document(0));
      }
      KnnVectorsFormat disconnected =
          new KnnVectorsFormat("Omdb5HnswVectorsFormat") {
            private final KnnVectorsFormat in = new OmdbHnswVectorsFormat();

            @Override
            public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
              return in.fieldsWriter(state);
            }

            @Override
            public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
              return in.fieldsReader(state);
            }

            @Override
            public int getMaxDimensions(String fieldName) {
              return in.getMaxDimensions(fieldName);
            }
          };
      Codec plain =
          new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
              return disconnected;
            }
          };
      try (Directory target = newDirectory();
          DirectoryReader reader = DirectoryReader.open(dir);
          IndexWriter writer =
              new IndexWriter(
                  target,
                  new IndexWriterConfig()
                      .setCodec(plain)
                      .setMergeScheduler(new SerialMergeScheduler()))) {
        writer.addDocument(new Document());
        CodecReader leaf = (CodecReader) reader.leaves().get(0).reader();
        IllegalStateException e =
            expectThrows(IllegalStateException.class, () -> writer.addIndexes(leaf));
        assertTrue(e.getMessage(), e.getMessage().contains("setCodec(new OmdbCodec())"));
      }
    }
  }

  public void testVectorsWithoutIdsNeedNoCodec() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, newIndexWriterConfig().setCodec(codec()))) {
      Document document = new Document();
      document.add(new KnnFloatVectorField("plain", new float[] {1}, EUCLIDEAN));
      writer.addDocument(document);
      writer.commit();
      assertEquals(0, idDocValues.flushing());
    }
  }
}
