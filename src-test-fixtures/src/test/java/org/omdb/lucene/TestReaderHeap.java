// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.RamUsageTester;
import org.omdb.lucene.format.FlushDocValues;
import org.omdb.lucene.format.OmdbFlatVectorsFormat;
import org.omdb.lucene.format.OmdbFlatVectorsReader;

/** A reader keeps nothing per vector and nothing per id on the heap. */
public class TestReaderHeap extends LuceneTestCase {

  /** Everything an object holds, but for the files and the schema, which others hold too. */
  private static final RamUsageTester.Accumulator OWN =
      new RamUsageTester.Accumulator() {
        @Override
        public long accumulateObject(
            Object o, long shallowSize, Map<Field, Object> fieldValues, Collection<Object> queue) {
          if (o instanceof IndexInput || o instanceof FieldInfos) {
            return 0;
          }
          return super.accumulateObject(o, shallowSize, fieldValues, queue);
        }
      };

  private static long heap(int count) throws IOException {
    // Without the graph: Lucene's own reader of that keeps the nodes of its upper levels.
    FlushDocValues ids = new FlushDocValues(List.of(), new OmdbCodec().docValuesFormat());
    KnnVectorsFormat format = new OmdbFlatVectorsFormat(ids);
    FilterCodec codec =
        new FilterCodec("Omdb104", new OmdbCodec()) {
          @Override
          public DocValuesFormat docValuesFormat() {
            return ids.docValuesFormat();
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
    try (Directory dir = new ByteBuffersDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(
              dir,
              new IndexWriterConfig()
                  .setCodec(codec)
                  .setMaxBufferedDocs(count + 2)
                  .setRAMBufferSizeMB(IndexWriterConfig.DISABLE_AUTO_FLUSH)
                  .setMergePolicy(NoMergePolicy.INSTANCE))) {
        writer.addDocument(new Document()); // a sparse field has more to read
        for (int i = 0; i < count; i++) {
          Document document = new Document();
          document.add(new OmdbVectorField("v", "user_" + i, new float[] {i}, EUCLIDEAN));
          writer.addDocument(document);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        CodecReader leaf = (CodecReader) reader.leaves().get(0).reader();
        KnnVectorsReader vectors =
            ((PerFieldKnnVectorsFormat.FieldsReader) leaf.getVectorReader()).getFieldReader("v");
        OmdbVectorIds open = OmdbVectorIds.of(leaf, "v");
        assertEquals(count, open.idCount());
        OmdbFlatVectorsReader flat = (OmdbFlatVectorsReader) vectors;
        assertTrue(flat.ramBytesUsed() < 2_000);
        return RamUsageTester.ramUsed(List.of(flat, open), OWN);
      }
    }
  }

  public void testHeapDoesNotGrowWithVectors() throws IOException {
    long small = heap(1_000);
    long large = heap(100_000);
    // DirectMonotonicReader keeps 21 bytes for each block of 65,536.
    assertTrue(small + " bytes for 1,000, " + large + " for 100,000", large <= small + 500);
    assertTrue(small + " bytes", small < 20_000);
  }
}
