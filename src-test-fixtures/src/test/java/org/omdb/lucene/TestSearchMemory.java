// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.omdb.fixtures.ColdDirectory;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

/** Bytes by kind are those of the files. */
public class TestSearchMemory extends MemoryTestCase {

  private static final int ALIGNMENT = 64;

  /** The lengths of the files of a segment by extension, for one format. */
  private static Map<String, Long> lengths(Map<String, Place> places, String prefix) {
    Map<String, Long> lengths = new HashMap<>();
    places.forEach(
        (file, place) -> {
          if (file.startsWith(prefix)) {
            assertNull(file, lengths.put(extension(file), place.length()));
          }
        });
    return lengths;
  }

  /** All that a field has is told, and the files of a single field hold nothing else. */
  public void testEqualsTheFilesOfASingleField() throws IOException {
    for (boolean isCompound : new boolean[] {false, true}) {
      try (ColdDirectory dir = newColdDirectory()) {
        write(dir, codec(false), 1, isCompound);
        String suffix = OmdbHnswVectorsFormat.NAME + "_1"; // of the second format of the codec
        Map<String, Long> lengths = lengths(places(dir), "_0_" + suffix);
        if (lengths.isEmpty() || isOfOther(dir, suffix) == false) {
          suffix = OmdbHnswVectorsFormat.NAME + "_0";
          lengths = lengths(places(dir), "_0_" + suffix);
          assertTrue(isOfOther(dir, suffix));
        }
        SearchMemory memory;
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          memory = SearchMemory.of(reader, OTHER);
        }
        long rows = (long) COUNT * (DIMENSION + 8) * Float.BYTES;
        assertEquals(rows, memory.rows());

        long footer = CodecUtil.footerLength();
        long beforeImage = aligned(CodecUtil.indexHeaderLength("Omdb5VectorData", suffix));
        assertEquals( // no ids: the header of the image
            lengths.get("omdb") - beforeImage - rows - footer, memory.ids());
        assertEquals(512, memory.ids());

        long beforeCodes = aligned(CodecUtil.indexHeaderLength("Omdb5VectorCodes", suffix));
        long codes = lengths.get("omdc") - beforeCodes - footer;
        assertTrue(codes + " and " + memory, memory.codes() <= codes);
        assertTrue(codes + " and " + memory, memory.codes() > codes - ALIGNMENT);

        long adjacency =
            lengths.get("omda")
                - CodecUtil.indexHeaderLength("Omdb5GraphAdjacency", suffix)
                - footer;
        long graph =
            lengths.get("vex")
                - CodecUtil.indexHeaderLength("Lucene99HnswVectorsFormatIndex", suffix)
                - footer;
        // Lucene does not count where the nodes are, at most 5 bytes for each of a level.
        assertTrue(memory.links() + "", memory.links() <= adjacency + graph);
        assertTrue(memory.links() + "", memory.links() > adjacency + graph - 5L * 2 * COUNT);
        assertTrue(adjacency > 0 && graph > 0 && codes > rows / 12);
        assertEquals(memory.codes() + memory.links(), memory.hot());
      }
    }
  }

  private static long aligned(long length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static boolean isOfOther(ColdDirectory dir, String suffix) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      FieldInfo info = reader.leaves().get(0).reader().getFieldInfos().fieldInfo(OTHER);
      return suffix.equals(
          info.getAttribute("PerFieldKnnVectorsFormat.format")
              + "_"
              + info.getAttribute("PerFieldKnnVectorsFormat.suffix"));
    }
  }

  /** Whatever a reader reports is of one of the kinds, and segments are added up. */
  public void testAddsUpWhatReadersReport() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      write(dir, codec(false), 2, random().nextBoolean());
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        long hot = 0;
        for (String field : List.of(FLOATS, BYTES, OTHER)) {
          SearchMemory all = SearchMemory.of(reader, field);
          SearchMemory sum = SearchMemory.NONE;
          long reported = 0;
          for (LeafReaderContext leaf : reader.leaves()) {
            KnnVectorsReader vectors = OmdbWarmer.vectors((CodecReader) leaf.reader(), field);
            FieldInfo info = leaf.reader().getFieldInfos().fieldInfo(field);
            sum = sum.plus(SearchMemory.of(vectors, info));
            assertEquals(SearchMemory.of(vectors, info), SearchMemory.of(leaf.reader(), field));
            for (long bytes : vectors.getOffHeapByteSize(info).values()) {
              reported += bytes;
            }
          }
          assertEquals(sum, all);
          assertEquals(reported, all.rows() + all.codes() + all.links() + all.ids());
          hot += all.hot();
        }
        long loaded = OmdbWarmer.load(reader);
        assertTrue(hot + " of " + loaded, hot <= loaded);
        // Header and footer of each graph, and where the nodes are.
        long overhead = 4 * MAX_OVERHEAD + 3 * 2 * 5L * 2 * COUNT;
        assertTrue(hot + " of " + loaded, hot > loaded - overhead);
      }
    }
  }

  public void testKindsOfFields() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      write(dir, codec(false), 1, random().nextBoolean());
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        SearchMemory floats = SearchMemory.of(reader, FLOATS);
        assertEquals(COUNT * DIMENSION * 4, floats.rows());
        assertTrue(floats.toString(), floats.codes() > floats.rows() / 12);
        assertTrue(floats.toString(), floats.links() > 0);
        assertTrue(floats.toString(), floats.ids() > 5 * COUNT);
        SearchMemory bytes = SearchMemory.of(reader, BYTES);
        assertEquals(COUNT * DIMENSION, bytes.rows());
        assertEquals(0, bytes.codes());
        assertTrue(bytes.toString(), bytes.links() > 0);
        assertEquals(SearchMemory.NONE, SearchMemory.of(reader, FOREIGN));
        assertEquals(SearchMemory.NONE, SearchMemory.of(reader, "no such field"));
      }
    }
  }

  public void testFewVectorsAndDeletedOnes() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      try (IndexWriter writer = new IndexWriter(dir, config(codec(false), false))) {
        add(writer, 0, 10);
        Document document = new Document();
        document.add(new KnnFloatVectorField("gone", vector(1, 4)));
        document.add(new StringField("key", "k", Field.Store.NO));
        writer.addDocument(document);
        writer.commit();
        writer.deleteDocuments(new Term("key", "k"));
        writer.commit();
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          assertEquals(16, SearchMemory.of(reader, "gone").rows()); // until a merge
        }
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        assertEquals(SearchMemory.NONE, SearchMemory.of(reader, "gone"));
        SearchMemory few = SearchMemory.of(reader, FLOATS);
        assertEquals(10 * DIMENSION * 4, few.rows());
        assertEquals(0, few.hot());
        assertTrue(few.ids() > 0);
      }
    }
  }

  /** What the format says of its files is what a segment has. */
  public void testFileExtensions() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      write(dir, codec(false), 1, false);
      TreeSet<String> extensions = new TreeSet<>();
      places(dir).keySet().forEach(file -> extensions.add(extension(file)));
      assertEquals(extensions, new TreeSet<>(OmdbHnswVectorsFormat.fileExtensions()));
    }
  }
}
