// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbVectorIds;

/** Ids that are terms only are had for a few hits without reading all terms each time. */
public class TestLeafPostingsIds extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final String ID = "id";

  /** Documents of one segment with ids in no order, every seventh without one. */
  private static List<String> index(Directory dir, int documents) throws IOException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      ids.add(i % 7 == 3 ? null : "id " + i);
    }
    Collections.shuffle(ids, random());
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new Lucene104Codec())
            .setRAMBufferSizeMB(256)
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      for (String id : ids) {
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(VECTOR, new float[] {1}, VectorSimilarityFunction.DOT_PRODUCT));
        if (id != null) {
          document.add(new StringField(ID, id, Field.Store.NO));
        }
        writer.addDocument(document);
      }
    }
    return ids;
  }

  private static TopDocs hits(int count, int maxDoc) {
    ScoreDoc[] hits = new ScoreDoc[count];
    for (int i = 0; i < count; i++) {
      hits[i] = new ScoreDoc(random().nextInt(maxDoc), 1);
    }
    return new TopDocs(new TotalHits(count, TotalHits.Relation.EQUAL_TO), hits);
  }

  private static void check(DirectoryReader reader, List<String> expected, int hits)
      throws IOException {
    TopDocs found = hits(hits, expected.size());
    for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(reader, VECTOR, found, ID)) {
      assertEquals(expected.get(hit.doc()), hit.id());
    }
  }

  /** Counts the terms that are read. */
  private static final class CountingReader extends FilterDirectoryReader {

    private final AtomicLong count;

    CountingReader(DirectoryReader in, AtomicLong count) throws IOException {
      super(
          in,
          new SubReaderWrapper() {
            @Override
            public LeafReader wrap(LeafReader reader) {
              return new CountingLeaf(reader, count);
            }
          });
      this.count = count;
    }

    @Override
    protected DirectoryReader doWrapDirectoryReader(DirectoryReader in) throws IOException {
      return new CountingReader(in, count);
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }

  private static final class CountingLeaf extends FilterLeafReader {

    private final AtomicLong count;

    CountingLeaf(LeafReader in, AtomicLong count) {
      super(in);
      this.count = count;
    }

    @Override
    public Terms terms(String field) throws IOException {
      Terms terms = in.terms(field);
      return terms == null
          ? null
          : new FilterTerms(terms) {
            @Override
            public TermsEnum iterator() throws IOException {
              return new FilterTermsEnum(in.iterator()) {
                @Override
                public BytesRef next() throws IOException {
                  count.incrementAndGet();
                  return in.next();
                }
              };
            }
          };
    }

    @Override
    public CacheHelper getCoreCacheHelper() {
      return in.getCoreCacheHelper();
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }

  public void testFewHitsReadFewTerms() throws IOException {
    int documents = 200_000;
    int searches = 1_000;
    int hits = 10;
    long before = TermOrdinals.keptBytes();
    try (Directory dir = newFSDirectory(createTempDir())) {
      List<String> expected = index(dir, documents);
      AtomicLong read = new AtomicLong();
      try (DirectoryReader reader = new CountingReader(DirectoryReader.open(dir), read)) {
        for (int i = 0; i < searches; i++) {
          check(reader, expected, hits);
        }
        long most = documents + (long) searches * hits * TermOrdinals.INTERVAL;
        assertTrue(read + " terms read, at most " + most, read.get() <= most);
        long kept = TermOrdinals.keptBytes() - before;
        assertTrue(kept + " bytes", kept > documents && kept < 5L * documents);
      }
    }
    assertEquals("released when closed", before, TermOrdinals.keptBytes());
  }

  public void testAnyNumberOfHits() throws IOException {
    try (Directory dir = newDirectory()) {
      List<String> expected = index(dir, 1 + random().nextInt(3_000));
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        for (int hits : new int[] {1, 10, 100, 1_000, 5_000}) {
          check(reader, expected, hits);
        }
      }
    }
  }

  /** What is wrong with a document is heard of, and another one's id is not affected. */
  public void testSeveralTerms() throws IOException {
    try (Directory dir = newDirectory()) {
      IndexWriterConfig config = new IndexWriterConfig().setCodec(new Lucene104Codec());
      try (IndexWriter writer = new IndexWriter(dir, config)) {
        for (String[] ids : new String[][] {{"a"}, {"b", "c"}, {"d"}}) {
          Document document = new Document();
          for (String id : ids) {
            document.add(new StringField(ID, id, Field.Store.NO));
          }
          writer.addDocument(document);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        LeafReader leaf = getOnlyLeafReader(reader);
        LeafPostingsIds ids = new LeafPostingsIds(leaf, leaf.terms(ID), ID);
        assertEquals("d", ids.id(2).utf8ToString());
        IllegalArgumentException e =
            expectThrows(
                IllegalArgumentException.class,
                () -> new LeafPostingsIds(leaf, leaf.terms(ID), ID).id(1));
        assertTrue(e.getMessage(), e.getMessage().contains("document 1 has several terms"));
      }
    }
  }
}
