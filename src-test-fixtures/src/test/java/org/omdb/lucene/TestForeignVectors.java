// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.bitvectors.HnswBitVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104ScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.simpletext.SimpleTextCodec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SoftDeletesDirectoryReaderWrapper;
import org.apache.lucene.index.SortingCodecReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import org.omdb.image.OmdbFile;

/** Vectors of all formats of Lucene, under wrappers too, are exported, each with its own id. */
public class TestForeignVectors extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final String ID = "id";
  private static final String SORT = "sort";
  private static final String DELETED = "deleted";
  private static final int DIMENSION = 8; // for bit vectors too

  private static Codec codec(KnnVectorsFormat format) {
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  private static List<Codec> codecs(boolean isByte) {
    List<Codec> codecs = new ArrayList<>();
    codecs.add(codec(new Lucene99HnswVectorsFormat()));
    codecs.add(new SimpleTextCodec());
    codecs.add(new OmdbCodec());
    if (isByte) {
      codecs.add(codec(new HnswBitVectorsFormat()));
      return codecs;
    }
    codecs.add(codec(new Lucene104HnswScalarQuantizedVectorsFormat()));
    for (ScalarEncoding encoding : ScalarEncoding.values()) {
      codecs.add(codec(new Lucene104ScalarQuantizedVectorsFormat(encoding)));
    }
    return codecs;
  }

  /** Indexes documents and returns the vectors of those that are live, by id. */
  private static Map<String, float[]> index(Directory dir, Codec codec, boolean isByte)
      throws IOException {
    Map<String, float[]> expected = new HashMap<>();
    IndexWriterConfig config = new IndexWriterConfig().setCodec(codec).setSoftDeletesField(DELETED);
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      int documents = 40 + random().nextInt(40);
      for (int i = 0; i < documents; i++) {
        Document document = new Document();
        String id = "id " + i;
        if (random().nextInt(5) > 0) {
          byte[] bytes = new byte[DIMENSION];
          random().nextBytes(bytes);
          float[] floats = new float[DIMENSION];
          for (int j = 0; j < DIMENSION; j++) {
            floats[j] = isByte ? bytes[j] : random().nextFloat() - 0.5f;
          }
          document.add(
              isByte
                  ? new OmdbByteVectorField(VECTOR, id, bytes, EUCLIDEAN)
                  : new OmdbVectorField(VECTOR, id, floats, EUCLIDEAN));
          expected.put(id, floats);
        }
        writer.addDocument(document);
        if (random().nextInt(15) == 0) {
          writer.flush();
        }
      }
      writer.commit();
      for (int i = 0; i < documents; i += 1 + random().nextInt(10)) {
        Term id = OmdbVectorField.idTerm(VECTOR, "id " + i);
        expected.remove("id " + i);
        if (random().nextBoolean()) {
          writer.deleteDocuments(id);
        } else {
          writer.softUpdateDocument(
              id, new Document(), new NumericDocValuesField(DELETED, 1)); // one without a vector
        }
      }
    }
    return expected;
  }

  private static void check(IndexReader reader, Map<String, float[]> expected) throws IOException {
    Path file = createTempDir().resolve("out.omdb");
    for (LeafReaderContext context : reader.leaves()) {
      checkLeaf(context.reader(), expected);
    }
    OmdbExport.Result result = OmdbExport.of(reader, VECTOR, DIMENSION).write(file);
    assertEquals(expected.size(), result.vectors());
    assertEquals(expected.size(), result.ids());
    BytesRef id = new BytesRef();
    Map<String, float[]> left = new HashMap<>(expected);
    try (OmdbFile exported = OmdbFile.open(file)) {
      for (int i = 0; i < exported.header().count(); i++) {
        float[] vector = new float[DIMENSION];
        exported.readVector(i, vector);
        assertTrue(exported.ids().read(i, id));
        float[] own = left.remove(id.utf8ToString());
        assertTrue(id.utf8ToString(), Arrays.equals(own, vector));
      }
    }
    assertTrue(left.toString(), left.isEmpty());
  }

  /** Ids by ordinal, by document and by id belong to the vectors that have the ordinals. */
  private static void checkLeaf(LeafReader leaf, Map<String, float[]> expected, String... idFields)
      throws IOException {
    OmdbVectorIds ids = OmdbVectorIds.of(leaf, VECTOR, idFields);
    KnnVectorValues vectors = ids.vectors();
    BytesRef id = new BytesRef();
    int last = -1;
    for (int ordinal = 0; ordinal < ids.size(); ordinal++) {
      int doc = vectors.ordToDoc(ordinal);
      assertTrue("documents rise with ordinals", doc > last);
      last = doc;
      assertTrue(ids.ordinalToId(ordinal, id));
      assertEquals(id.utf8ToString(), ids.documentToId(doc));
      if (leaf.getLiveDocs() == null || leaf.getLiveDocs().get(doc)) {
        assertArrayEquals(expected.get(id.utf8ToString()), vector(vectors, ordinal), 0);
        assertEquals(ordinal, ids.idToOrdinal(id));
        assertEquals(doc, ids.idToDocument(id));
      }
    }
  }

  private static float[] vector(KnnVectorValues vectors, int ordinal) throws IOException {
    if (vectors instanceof FloatVectorValues floats) {
      return floats.vectorValue(ordinal);
    }
    byte[] bytes = ((ByteVectorValues) vectors).vectorValue(ordinal);
    float[] floats = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      floats[i] = bytes[i];
    }
    return floats;
  }

  /** Hides what readers of segments can be recognized by. */
  private static final class PlainDirectoryReader extends FilterDirectoryReader {

    PlainDirectoryReader(DirectoryReader in) throws IOException {
      super(
          in,
          new SubReaderWrapper() {
            @Override
            public LeafReader wrap(LeafReader reader) {
              return new PlainLeafReader(reader);
            }
          });
    }

    @Override
    protected DirectoryReader doWrapDirectoryReader(DirectoryReader in) throws IOException {
      return new PlainDirectoryReader(in);
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return null;
    }
  }

  private static final class PlainLeafReader extends FilterLeafReader {

    PlainLeafReader(LeafReader in) {
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

  private static void checkAllFormats(boolean isByte) throws IOException {
    for (Codec codec : codecs(isByte)) {
      try (Directory dir = newDirectory()) {
        Map<String, float[]> expected = index(dir, codec, isByte);
        try (DirectoryReader reader =
            new SoftDeletesDirectoryReaderWrapper(DirectoryReader.open(dir), DELETED)) {
          check(reader, expected);
          check(new PlainDirectoryReader(reader), expected);
        }
      }
    }
  }

  public void testFloatVectors() throws IOException {
    checkAllFormats(false);
  }

  public void testByteVectors() throws IOException {
    checkAllFormats(true);
  }

  /** A reader that sorts keeps the ordinals of the segment, and says that they are documents. */
  public void testReaderThatSorts() throws IOException {
    Map<String, float[]> expected = new HashMap<>();
    try (Directory dir = newDirectory()) {
      IndexWriterConfig config =
          new IndexWriterConfig().setCodec(codec(new Lucene99HnswVectorsFormat()));
      try (IndexWriter writer = new IndexWriter(dir, config)) {
        for (int i = 0; i < 50; i++) {
          Document document = new Document();
          document.add(new StringField(ID, "id " + i, Field.Store.YES));
          document.add(new SortedDocValuesField(SORT, new BytesRef("" + random().nextInt())));
          if (i == 0 || random().nextInt(5) > 0) {
            float[] vector = {random().nextFloat(), i};
            document.add(new KnnFloatVectorField(VECTOR, vector, EUCLIDEAN));
            expected.put("id " + i, vector);
          }
          writer.addDocument(document);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        Sort sort = new Sort(new SortField(SORT, SortField.Type.STRING));
        CodecReader leaf = (CodecReader) getOnlyLeafReader(reader);
        checkLeaf(SortingCodecReader.wrap(leaf, sort), expected, ID);
      }
    }
  }
}
