// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

public class TestShellIndex extends ShellTestCase {

  private List<String> ids(String field, String prefix) throws IOException {
    return List.copyOf(index.ids(field, prefix));
  }

  public void testIdsByTheirBeginning() throws IOException {
    importIds("v", "pear", "apple", "apricot", "Z\u00FCrich", "\uD83D\uDE00");
    assertEquals(List.of("apple", "apricot"), ids(null, "ap"));
    assertEquals(List.of("apricot"), ids("v", "apr"));
    assertEquals(List.of("Z\u00FCrich"), ids(null, "Z\u00FC"));
    assertEquals(List.of("\uD83D\uDE00"), ids(null, "\uD83D\uDE00"));
    assertEquals(List.of(), ids(null, "apx"));
    assertEquals(List.of(), ids("w", "ap"));
    assertEquals(5, ids(null, "").size());
  }

  public void testEachCommitIsSeen() throws IOException {
    assertNull(index.field());
    assertEquals(List.of(), ids(null, ""));
    importIds("v", "apple");
    assertEquals("v", index.field());
    assertEquals(List.of("apple"), ids(null, ""));
    importIds("v", "pear");
    assertEquals(List.of("apple", "pear"), ids(null, ""));
    importIds("w", "plum");
    assertNull(index.field());
    assertEquals(Set.of("v", "w"), index.vectorFields());
    assertEquals(List.of("plum"), ids("w", "p"));
    try (Directory directory = FSDirectory.open(path);
        IndexWriter writer =
            new IndexWriter(
                directory,
                new IndexWriterConfig()
                    .setCodec(new OmdbCodec())
                    .setMergePolicy(NoMergePolicy.INSTANCE))) {
      writer.deleteDocuments(OmdbVectorField.idTerm("v", "pear"));
    }
    assertEquals(List.of("apple"), ids("v", ""));
  }

  public void testNoMoreThanAFewIds() throws IOException {
    int count = ShellIndex.MAX_IDS + 1 + random().nextInt(100);
    String[] all = IntStream.range(0, count).mapToObj(i -> "id" + i).toArray(String[]::new);
    importIds("v", all);
    importIds("v", "zz");
    assertEquals(
        new TreeSet<>(List.of(all)).stream().limit(ShellIndex.MAX_IDS).collect(Collectors.toList()),
        ids(null, ""));
    assertEquals(List.of("zz"), ids(null, "z"));
  }

  /** The field that was chosen for the session. */
  public void testChosenField() throws IOException {
    importIds("v", "apple");
    importIds("w", "plum");
    try (ShellIndex chosen = new ShellIndex(path, "w")) {
      assertEquals("w", chosen.field());
      assertEquals(Set.of("plum"), chosen.ids(null, ""));
    }
  }

  /** Ids of another field, which are in the id table but not terms of the vector field. */
  public void testIdsThatAreNoTerms() throws IOException {
    try (Directory directory = FSDirectory.open(path);
        IndexWriter writer =
            new IndexWriter(
                directory,
                new IndexWriterConfig()
                    .setCodec(OmdbCodec.builder().idField("key").build())
                    .setMergePolicy(NoMergePolicy.INSTANCE))) {
      for (String id : List.of("pear", "apple", "apricot", "plum")) {
        Document document = new Document();
        document.add(new KeywordField("key", id, Field.Store.NO));
        document.add(new KnnFloatVectorField("v", new float[] {1, 2}));
        writer.addDocument(document);
      }
      writer.commit();
      writer.deleteDocuments(new Term("key", "apricot"));
    }
    assertEquals(List.of("apple"), ids(null, "ap"));
    assertEquals(List.of("pear", "plum"), ids("v", "p"));
  }
}
