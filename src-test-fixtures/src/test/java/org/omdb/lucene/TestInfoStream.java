// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.InfoStream;
import org.omdb.lucene.format.HnswParameters;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

/** The info stream says of each graph how it was built, once. */
public class TestInfoStream extends LuceneTestCase {

  private static final int VECTORS = 600;
  private static final int MORE = 50;

  /** With a graph in each segment. */
  private static final class WithGraphs extends OmdbCodec {

    private final KnnVectorsFormat format =
        new OmdbHnswVectorsFormat(new HnswParameters(8, 16, 2, 0), idDocValues());

    WithGraphs() {
      super(builder());
    }

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
      return format;
    }
  }

  private static final class Messages extends InfoStream {

    private final List<String> built = new ArrayList<>();

    @Override
    public void message(String component, String message) {
      if (message.contains(" built in ")) {
        built.add(message);
      }
    }

    @Override
    public boolean isEnabled(String component) {
      return component.equals("OMDB");
    }

    @Override
    public void close() {}

    private void assertBuilt(String... expected) {
      assertEquals(built.toString(), expected.length, built.size());
      for (int i = 0; i < expected.length; i++) {
        assertTrue(built.get(i), built.get(i).matches(expected[i]));
      }
      built.clear();
    }
  }

  private static void add(IndexWriter writer, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      float[] vector = new float[4];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = random().nextFloat();
      }
      Document document = new Document();
      document.add(new OmdbVectorField("a", "id " + i, vector, EUCLIDEAN));
      if (i < 10) {
        document.add(new OmdbVectorField("b", "id " + i, vector, EUCLIDEAN));
      }
      writer.addDocument(document);
    }
    writer.flush();
  }

  private static String built(String segment, String field, int vectors, int reused) {
    return segment
        + ": field \""
        + field
        + "\", graph of "
        + vectors
        + " vectors built in \\d+ ms, threads: [12], nodes reused: "
        + reused
        + (reused == 0 ? ", guided: 0" : ", guided: \\d+");
  }

  public void testOneMessagePerGraph() throws IOException {
    Messages messages = new Messages();
    try (Directory dir = newDirectory();
        IndexWriter writer =
            new IndexWriter(
                dir,
                new IndexWriterConfig()
                    .setCodec(new WithGraphs())
                    .setMergeScheduler(new SerialMergeScheduler())
                    .setInfoStream(messages))) {
      add(writer, VECTORS);
      messages.assertBuilt(built("_0", "a", VECTORS, 0), built("_0", "b", 10, 0));
      add(writer, MORE);
      messages.assertBuilt(built("_1", "a", MORE, 0), built("_1", "b", 10, 0));
      writer.forceMerge(1);
      messages.assertBuilt(built("_2", "a", VECTORS + MORE, VECTORS), built("_2", "b", 20, 10));

      int live = VECTORS + MORE;
      for (int i = MORE; i < MORE + 20; i++, live--) { // these ids are there once
        writer.deleteDocuments(new Term("a", "id " + i));
      }
      add(writer, MORE);
      messages.assertBuilt(built("_3", "a", MORE, 0), built("_3", "b", 10, 0));
      writer.forceMerge(1);
      messages.assertBuilt(built("_4", "a", live + MORE, live), built("_4", "b", 30, 20));
    }
  }
}
