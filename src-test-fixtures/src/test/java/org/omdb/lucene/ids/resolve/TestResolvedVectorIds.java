// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorIds;

/** Ids that are updated are found in each new reader, and old readers leave nothing behind. */
public class TestResolvedVectorIds extends LuceneTestCase {

  private static final String FIELD = "v";

  public void testUpdatesLeaveNothingBehind() throws IOException {
    int before = ResolvedVectorIds.keptGenerations();
    try (Directory dir = newDirectory();
        IndexWriter writer =
            new IndexWriter(
                dir,
                new IndexWriterConfig()
                    .setCodec(OmdbCodec.builder().idField("id").build())
                    .setMergePolicy(NoMergePolicy.INSTANCE))) {
      for (int i = 0; i < 10; i++) {
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(FIELD, new float[] {i, 1}, VectorSimilarityFunction.EUCLIDEAN));
        document.add(new StringField("number", "" + i, Field.Store.NO));
        document.add(new BinaryDocValuesField("id", new BytesRef("id" + i)));
        writer.addDocument(document);
      }
      try (DirectoryReader old = DirectoryReader.open(writer)) {
        for (int i = 0; i < 50; i++) {
          writer.updateBinaryDocValue(new Term("number", "7"), "id", new BytesRef("new" + i));
          try (DirectoryReader reader = DirectoryReader.open(writer)) {
            assertEquals(7, OmdbVectorIds.find(reader, FIELD, "new" + i));
            assertEquals(-1, OmdbVectorIds.find(reader, FIELD, "id7"));
          }
          assertEquals(7, OmdbVectorIds.find(old, FIELD, "id7"));
        }
        int kept = ResolvedVectorIds.keptGenerations() - before;
        assertTrue("kept: " + kept, kept > 0 && kept <= ResolvedVectorIds.KEPT_GENERATIONS);
      }
    }
    assertEquals("released when closed", before, ResolvedVectorIds.keptGenerations());
  }
}
