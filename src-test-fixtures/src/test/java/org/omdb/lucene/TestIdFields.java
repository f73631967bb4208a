// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene90.Lucene90DocValuesFormat;
import org.apache.lucene.codecs.perfield.PerFieldDocValuesFormat;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;
import org.junit.After;
import org.junit.Before;
import org.omdb.fixtures.IndexModel;
import org.omdb.fixtures.ReversingMergePolicy;
import org.omdb.lucene.format.HnswParameters;
import org.omdb.lucene.format.OmdbFlatVectorsFormat;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

/**
 * Indexes whose ids come from doc values of other fields, which change over the life of the index;
 * every merge, also one that reorders documents and so hides the id tables, keeps what users gave.
 */
public class TestIdFields extends LuceneTestCase {

  private static final String VECTOR = "vector";

  private Directory dir;
  private IndexModel model;
  private int documents;

  @Before
  public void open() {
    dir = newDirectory();
    model = new IndexModel(VECTOR);
    documents = 0;
  }

  @After
  public void close() throws IOException {
    dir.close();
  }

  private static Codec withIdField(String idField) {
    return OmdbCodec.builder().idField(idField).build();
  }

  private static MergePolicy reordering() {
    return new ReversingMergePolicy();
  }

  private IndexWriter writer(Codec codec, MergePolicy policy) throws IOException {
    return new IndexWriter(
        dir,
        new IndexWriterConfig()
            .setCodec(codec)
            .setMergeScheduler(new SerialMergeScheduler())
            .setMergePolicy(policy));
  }

  /** A segment of three documents with values in id fields, and what their ids then are. */
  private void segment(Codec codec, String[] fields, String[] values, String idIs)
      throws IOException {
    try (IndexWriter writer = writer(codec, reordering())) {
      for (int i = 0; i < 3; i++) {
        float[] vector = {documents++, 1};
        Document document = new Document();
        document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
        for (int f = 0; f < fields.length; f++) {
          document.add(new KeywordField(fields[f], values[f] + documents, Field.Store.NO));
        }
        writer.addDocument(document);
        if (idIs == null) {
          model.addWithoutId(1);
        } else {
          model.vectors().put(idIs + documents, vector);
        }
      }
    }
  }

  private void merge(Codec codec, MergePolicy policy) throws IOException {
    try (IndexWriter writer = writer(codec, policy)) {
      writer.forceMerge(1);
    }
    check();
  }

  private void check() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      model.check(reader);
    }
  }

  private MergePolicy anyPolicy() {
    return random().nextBoolean() ? reordering() : newLogMergePolicy();
  }

  public void testCodecForgetsTheIdField() throws IOException {
    segment(withIdField("id"), new String[] {"id"}, new String[] {"a"}, "a");
    segment(new OmdbCodec(), new String[] {}, new String[] {}, null);
    merge(new OmdbCodec(), reordering());
    segment(new OmdbCodec(), new String[] {"id"}, new String[] {"unused"}, null);
    merge(new OmdbCodec(), newLogMergePolicy());
  }

  public void testOtherOrderOfSegments() throws IOException {
    segment(new OmdbCodec(), new String[] {}, new String[] {}, null);
    segment(withIdField("id"), new String[] {"id"}, new String[] {"a"}, "a");
    segment(new OmdbCodec(), new String[] {}, new String[] {}, null);
    merge(new OmdbCodec(), reordering());
  }

  /** A document keeps its id whatever field the codec takes ids from later. */
  public void testCodecChangesTheIdField() throws IOException {
    for (int round = 0; round < 3; round++) {
      segment(withIdField("id"), new String[] {"id", "group"}, new String[] {"a", "group"}, "a");
    }
    merge(withIdField("group"), newLogMergePolicy());
    segment(withIdField("group"), new String[] {"group"}, new String[] {"g"}, "g");
    merge(withIdField("group"), newLogMergePolicy());
    segment(withIdField("group"), new String[] {"group"}, new String[] {"g"}, "g");
    merge(withIdField("id"), newLogMergePolicy()); // ids of two fields in one source by now
  }

  public void testReorderedAfterTheIdFieldChanged() throws IOException {
    segment(withIdField("id"), new String[] {"id"}, new String[] {"a"}, "a");
    segment(withIdField("key"), new String[] {"key"}, new String[] {"b"}, "b");
    merge(withIdField("key"), anyPolicy());
    segment(withIdField("key"), new String[] {"key"}, new String[] {"b"}, "b");
    merge(withIdField("key"), reordering());
    segment(new OmdbCodec(), new String[] {}, new String[] {}, null);
    merge(new OmdbCodec(), reordering());
  }

  /** Where the table is hidden and fields disagree, nobody can know: the merge does not happen. */
  public void testAmbiguousIdsAbortTheMerge() throws IOException {
    segment(withIdField("id"), new String[] {"id", "key"}, new String[] {"a", "k"}, "a");
    segment(withIdField("key"), new String[] {"key"}, new String[] {"b"}, "b");
    try (IndexWriter writer = writer(withIdField("key"), reordering())) {
      IOException e = expectThrows(IOException.class, () -> writer.forceMerge(1));
      assertTrue(e.toString(), e.getMessage().contains("from several fields"));
    }
    check();
    merge(withIdField("key"), newLogMergePolicy()); // without the wrapper it does
  }

  /** To Lucene's own format and back: the ids are in the doc values all the time. */
  public void testThereAndBack() throws IOException {
    segment(withIdField("id"), new String[] {"id"}, new String[] {"a"}, "a");
    segment(withIdField("id"), new String[] {}, new String[] {}, null);
    try (IndexWriter writer = writer(new Lucene104Codec(), anyPolicy())) {
      writer.forceMerge(1);
    }
    segment(withIdField("id"), new String[] {"id"}, new String[] {"a"}, "a");
    merge(withIdField("id"), anyPolicy());
  }

  /** Adds a document whose id is in doc values, and can be updated. */
  private void addUpdatable(IndexWriter writer) throws IOException {
    int number = documents++;
    float[] vector = {number, 1};
    Document document = new Document();
    document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
    document.add(new BinaryDocValuesField("id", new BytesRef("old" + number)));
    document.add(new StringField("number", "" + number, Field.Store.NO));
    writer.addDocument(document);
    model.vectors().put("old" + number, vector);
  }

  private void update(IndexWriter writer, int number) throws IOException {
    BytesRef id = new BytesRef("new" + number);
    writer.updateBinaryDocValue(new Term("number", "" + number), "id", id);
    model.vectors().put("new" + number, model.vectors().remove("old" + number));
  }

  /** An update of an id's doc values reaches the table when the segment is merged. */
  public void testUpdatedDocValues() throws IOException {
    try (IndexWriter writer = writer(withIdField("id"), newLogMergePolicy())) {
      for (int i = 0; i < 3; i++) {
        addUpdatable(writer);
        writer.flush();
      }
      update(writer, 1);
      writer.forceMerge(1);
    }
    check();
  }

  /** Also where segments were written with different id fields, if these do not contradict. */
  public void testDocValuesUpdatedAfterTheIdFieldsChanged() throws IOException {
    Codec both = OmdbCodec.builder().idFields("key", "id").build();
    for (Codec codec : List.of(withIdField("id"), both)) {
      try (IndexWriter writer = writer(codec, newLogMergePolicy())) {
        addUpdatable(writer);
        addUpdatable(writer);
      }
    }
    merge(both, newLogMergePolicy());
    try (IndexWriter writer = writer(both, newLogMergePolicy())) {
      for (int i = 0; i < documents; i++) {
        update(writer, i);
      }
    }
    check();
    merge(both, newLogMergePolicy());
  }

  /** A field that was no id field yet may have other values. */
  public void testValuesOfALaterIdFieldAreNoIds() throws IOException {
    Codec both = OmdbCodec.builder().idFields("key", "id").build();
    segment(withIdField("id"), new String[] {"id", "key"}, new String[] {"a", "k"}, "a");
    segment(both, new String[] {"id"}, new String[] {"a"}, "a");
    merge(both, newLogMergePolicy());
    segment(both, new String[] {"id", "key"}, new String[] {"a", "k"}, "k");
    merge(both, newLogMergePolicy());
  }

  /** A document without a value in the field that was the id field before may get one. */
  public void testValuesOfAnEarlierIdFieldAreNoIds() throws IOException {
    try (IndexWriter writer = writer(withIdField("id"), newLogMergePolicy())) {
      addUpdatable(writer);
    }
    segment(withIdField("key"), new String[] {"key"}, new String[] {"k"}, "k");
    merge(withIdField("key"), newLogMergePolicy());
    try (IndexWriter writer = writer(withIdField("key"), newLogMergePolicy())) {
      writer.updateBinaryDocValue(new Term("key", "k2"), "id", new BytesRef("no id"));
    }
    check();
    merge(withIdField("key"), newLogMergePolicy());
  }

  /** Also when a merge that hid the tables lies between. */
  public void testDocValuesUpdatedAfterReordering() throws IOException {
    try (IndexWriter writer = writer(withIdField("id"), reordering())) {
      for (int i = 0; i < 3; i++) {
        addUpdatable(writer);
        writer.flush();
      }
      writer.forceMerge(1);
      addUpdatable(writer);
      writer.flush();
      update(writer, 1);
    }
    merge(withIdField("id"), newLogMergePolicy());
  }

  public void testDocValuesUnderTheVectorsNameAreNoIds() throws IOException {
    try (IndexWriter writer = writer(new OmdbCodec(), newLogMergePolicy())) {
      for (int i = 0; i < 2; i++) {
        Document document = new Document();
        document.add(new KnnFloatVectorField(VECTOR, new float[] {i, 1}, EUCLIDEAN));
        document.add(new BinaryDocValuesField(VECTOR, new BytesRef(new byte[] {-1, 0, 7})));
        writer.addDocument(document);
        writer.flush();
        model.addWithoutId(1);
      }
      writer.forceMerge(1);
    }
    check();
  }

  /** A codec around ours that writes doc values by itself would keep ids from the vectors. */
  public void testForeignDocValuesFormatIsRefused() throws IOException {
    Codec codec =
        new FilterCodec("Omdb104", new OmdbCodec()) {
          @Override
          public DocValuesFormat docValuesFormat() {
            return new PerFieldDocValuesFormat() {
              @Override
              public DocValuesFormat getDocValuesFormatForField(String field) {
                return new Lucene90DocValuesFormat();
              }
            };
          }
        };
    IndexWriter writer = writer(codec, newLogMergePolicy());
    Document document = new Document();
    document.add(new OmdbVectorField(VECTOR, "a", new float[] {1, 2}, EUCLIDEAN));
    writer.addDocument(document);
    IllegalStateException e = expectThrows(IllegalStateException.class, writer::commit);
    assertTrue(e.getMessage(), e.getMessage().contains("doc values format"));
    assertFalse(writer.isOpen());
  }

  private static Codec withFormat(KnnVectorsFormat[] format) {
    return new OmdbCodec(OmdbCodec.builder().idField("id")) {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        if (format[0] == null) {
          format[0] = new OmdbHnswVectorsFormat(new HnswParameters(4, 10, 1), idDocValues());
        }
        return format[0];
      }
    };
  }

  /** A subclass that makes formats of its own connects them, or is told to. */
  public void testFormatsOfASubclass() throws IOException {
    segment(withFormat(new KnnVectorsFormat[1]), new String[] {"id"}, new String[] {"a"}, "a");
    check();
    IndexWriter writer =
        writer(
            withFormat(new KnnVectorsFormat[] {new OmdbFlatVectorsFormat()}), newLogMergePolicy());
    Document document = new Document();
    document.add(new KnnFloatVectorField(VECTOR, new float[] {1, 2}, EUCLIDEAN));
    document.add(new KeywordField("id", "a", Field.Store.NO));
    IllegalStateException e =
        expectThrows(IllegalStateException.class, () -> writer.addDocument(document));
    assertTrue(e.getMessage(), e.getMessage().contains("idDocValues()"));
    writer.rollback();
    check();
  }
}
