// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;
import org.omdb.fixtures.RandomIds;

/** Postings inverted in windows of any size give each document its own term. */
public class TestPostingsIds extends LuceneTestCase {

  private static final String ID = "id";

  private static void add(IndexWriter writer, String... terms) throws IOException {
    Document document = new Document();
    for (String term : terms) {
      document.add(new StringField(ID, term, Field.Store.NO));
    }
    writer.addDocument(document);
  }

  private static void check(LeafReader leaf, int windowBytes, String[] expected, int[] docs)
      throws IOException {
    PostingsIds ids = new PostingsIds(leaf.terms(ID), ID, leaf.maxDoc(), windowBytes);
    for (int doc : docs) {
      BytesRef id = ids.id(doc);
      assertEquals(
          "document " + doc + ", window " + windowBytes,
          expected[doc],
          id == null ? null : id.utf8ToString());
    }
  }

  public void testWindows() throws IOException {
    String[] expected = new String[atLeast(200)];
    RandomIds random = new RandomIds(random());
    try (Directory dir = newDirectory();
        IndexWriter writer =
            new IndexWriter(dir, newIndexWriterConfig().setMergePolicy(newLogMergePolicy()))) {
      for (int doc = 0; doc < expected.length; doc++) {
        // the same term may belong to several documents
        expected[doc] =
            switch (random().nextInt(10)) {
              case 0 -> null;
              case 1 -> "twin";
              default -> random.next();
            };
        if (expected[doc] == null) {
          add(writer);
        } else {
          add(writer, expected[doc]);
        }
      }
      writer.forceMerge(1);
      try (IndexReader reader = DirectoryReader.open(writer)) {
        LeafReader leaf = getOnlyLeafReader(reader);
        int[] inOrder = new int[expected.length];
        int[] anyOrder = new int[expected.length];
        for (int i = 0; i < inOrder.length; i++) {
          inOrder[i] = i;
          anyOrder[i] = random().nextInt(expected.length);
        }
        for (int windowBytes : new int[] {0, 1, 40, 200, 5_000, 1 << 20}) {
          check(leaf, windowBytes, expected, inOrder);
          check(leaf, windowBytes, expected, anyOrder);
        }
      }
    }
  }

  public void testSeveralTermsInADocument() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer =
            new IndexWriter(dir, newIndexWriterConfig().setMergePolicy(newLogMergePolicy()))) {
      add(writer, "a");
      add(writer, "b", "b"); // the same twice is one
      add(writer, "c", "d");
      writer.forceMerge(1);
      try (IndexReader reader = DirectoryReader.open(writer)) {
        LeafReader leaf = getOnlyLeafReader(reader);
        check(leaf, 1, new String[] {"a", "b"}, new int[] {0, 1});
        PostingsIds ids = new PostingsIds(leaf.terms(ID), ID, leaf.maxDoc());
        assertEquals("b", ids.id(1).utf8ToString()); // which nobody else's terms disturb
        IllegalArgumentException e = expectThrows(IllegalArgumentException.class, () -> ids.id(2));
        assertTrue(e.getMessage(), e.getMessage().contains("document 2 has several terms"));
        assertTrue(ids.hasOnly(new BytesRef("b"), 1));
        assertFalse(ids.hasOnly(new BytesRef("c"), 2));
      }
    }
  }
}
