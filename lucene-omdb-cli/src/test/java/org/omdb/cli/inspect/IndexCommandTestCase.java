// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

/** Tests of commands that look at an index. */
@LuceneTestCase.SuppressFileSystems("ExtrasFS") // folders that Lucene leaves alone
abstract class IndexCommandTestCase extends CommandTestCase {

  static final int DIMENSION = 4;

  Path index;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    index = createTempDir();
  }

  /** What a test does with a writer. */
  interface Writing {
    void to(IndexWriter writer) throws IOException;
  }

  void write(Codec codec, boolean compound, Writing writing) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec)
            .setUseCompoundFile(compound)
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (Directory directory = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(directory, config)) {
      writing.to(writer);
    }
  }

  float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = random().nextFloat() + 0.1f;
    }
    return vector;
  }

  Document document(String id) {
    return document(new OmdbVectorField("own", id, vector(), VectorSimilarityFunction.COSINE));
  }

  static Document document(Field... fields) {
    Document document = new Document();
    for (Field field : fields) {
      document.add(field);
    }
    return document;
  }

  /** One segment with 200 documents. */
  void writeOneSegment(boolean compound) throws IOException {
    write(
        new OmdbCodec(),
        compound,
        writer -> {
          for (int i = 0; i < 200; i++) {
            writer.addDocument(document("id " + i));
          }
        });
  }
}
