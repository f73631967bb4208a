// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.omdb.fixtures.ColdDirectory;
import org.omdb.fixtures.ColdDirectory.Access;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

/** Segments are loaded when they are opened, if their writer wanted that, and else not. */
public class TestLoadOnOpen extends MemoryTestCase {

  private static final String ATTRIBUTE = OmdbHnswVectorsFormat.NAME + ".loadOnOpen.";

  private static long attributes(SegmentCommitInfo segment) {
    return segment.info.getAttributes().entrySet().stream()
        .filter(attribute -> attribute.getKey().startsWith(ATTRIBUTE))
        .peek(attribute -> assertEquals("true", attribute.getValue()))
        .count();
  }

  /**
   * Opens the index, by the names of its formats alone, and checks what is read of each segment.
   */
  private static void check(ColdDirectory dir, boolean... isLoaded) throws IOException {
    SegmentInfos infos = SegmentInfos.readLatestCommit(dir);
    assertEquals(isLoaded.length, infos.size());
    Map<String, Place> places = places(dir);
    dir.record();
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      List<Access> accesses = dir.recorded();
      assertEquals(isLoaded.length, reader.leaves().size());
      for (int i = 0; i < isLoaded.length; i++) {
        assertEquals("two formats", isLoaded[i] ? 2 : 0, attributes(infos.info(i)));
        check(infos.info(i).info.name, places, accesses, isLoaded[i]);
      }
    }
  }

  private static void check(
      String segment, Map<String, Place> places, List<Access> accesses, boolean isLoaded) {
    Map<String, Long> read = bytesRead(accesses, places);
    int files = 0;
    for (Map.Entry<String, Place> file : places.entrySet()) {
      String name = file.getKey();
      if (name.startsWith(segment + "_") == false) {
        continue;
      }
      if (HOT.contains(extension(name))) {
        files++;
        if (isEmpty(file.getValue()) == false) {
          assertEquals(name, isLoaded, isLoaded(file.getValue(), accesses));
        }
        if (isLoaded == false) {
          assertTrue(name, read.get(name) < MAX_OVERHEAD);
        }
      } else if (extension(name).equals("omdb")) {
        assertTrue(name, read.get(name) < file.getValue().length() / 10);
      }
    }
    assertEquals(6, files);
  }

  public void testOffByDefault() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      write(dir, codec(false), 1, random().nextBoolean());
      check(dir, false);
    }
    try (ColdDirectory dir = newColdDirectory()) {
      try (IndexWriter writer = new IndexWriter(dir, config(new OmdbCodec(), false))) {
        add(writer, 0, COUNT);
      }
      assertEquals(0, attributes(SegmentInfos.readLatestCommit(dir).info(0)));
    }
  }

  public void testFlushedSegmentsAreLoaded() throws IOException {
    for (boolean isCompound : new boolean[] {false, true}) {
      try (ColdDirectory dir = newColdDirectory()) {
        write(dir, codec(true), 2, isCompound);
        check(dir, true, true);
      }
    }
  }

  /** A merge does as its own writer says, whatever the sources say. */
  public void testMergesKeepOrChangeIt() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      write(dir, codec(true), 2, random().nextBoolean());
      for (boolean isLoaded : new boolean[] {true, false, true}) {
        IndexWriterConfig config = config(codec(isLoaded), random().nextBoolean());
        try (IndexWriter writer = new IndexWriter(dir, config)) {
          add(writer, 0, 10); // so that there is something to merge
          writer.commit();
          writer.forceMerge(1);
        }
        check(dir, isLoaded);
      }
    }
  }

  /** A merge opens its sources for itself. It reads codes only to compare their checksum. */
  public void testMergesDoNotLoadTheirSources() throws IOException {
    Map<String, Long> readIfNotLoaded = null;
    for (boolean isLoaded : new boolean[] {false, true}) {
      try (ColdDirectory dir = newColdDirectory()) {
        write(dir, codec(isLoaded), 2, false);
        Map<String, Place> places = places(dir);
        places.keySet().removeIf(file -> extension(file).equals("omdc") == false);
        dir.record(places::containsKey);
        try (IndexWriter writer = new IndexWriter(dir, config(codec(isLoaded), false))) {
          writer.forceMerge(1);
        }
        Map<String, Long> read = bytesRead(dir.recorded(), places);
        if (isLoaded) {
          assertEquals(readIfNotLoaded, read);
        }
        readIfNotLoaded = read;
        check(dir, isLoaded);
      }
    }
  }

  /** It opens the new segment. Nothing else reads the segment's links. */
  public void testTheCheckOfIdsDoesNotLoad() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      OmdbCodec codec = codec(true);
      write(dir, codec, 2, false);
      IndexWriterConfig config = config(codec, false);
      config.setMergePolicy(new OmdbMergePolicy(config.getMergePolicy(), codec));
      dir.record(file -> file.endsWith(".omda") || file.endsWith(".vex"));
      try (IndexWriter writer = new IndexWriter(dir, config)) {
        writer.forceMerge(1);
      }
      List<Access> accesses = dir.recorded();
      Map<String, Place> places = places(dir);
      places
          .keySet()
          .removeIf(file -> file.endsWith(".omda") == false && file.endsWith(".vex") == false);
      places.values().removeIf(MemoryTestCase::isEmpty);
      assertFalse(places.isEmpty());
      places.forEach((file, place) -> assertFalse(file, isLoaded(place, accesses)));
      check(dir, true);
    }
  }

  /** A copied segment is what it was; one that is written anew is as the writer says. */
  public void testAddIndexes() throws IOException {
    try (ColdDirectory source = newColdDirectory()) {
      write(source, codec(true), 1, random().nextBoolean());
      try (ColdDirectory dir = newColdDirectory()) {
        write(dir, codec(false), 1, false);
        try (IndexWriter writer = new IndexWriter(dir, config(codec(false), false))) {
          writer.addIndexes(source);
        }
        check(dir, false, true);
      }
      for (boolean isLoaded : new boolean[] {false, true}) {
        try (ColdDirectory dir = newColdDirectory();
            DirectoryReader reader = DirectoryReader.open(source)) {
          CodecReader[] leaves =
              reader.leaves().stream().map(LeafReaderContext::reader).toArray(CodecReader[]::new);
          try (IndexWriter writer = new IndexWriter(dir, config(codec(isLoaded), false))) {
            writer.addIndexes(leaves);
          }
          check(dir, isLoaded);
        }
      }
    }
  }

  /** A writer's readers for searches are loaded too. */
  public void testReadersOfAWriterAreLoaded() throws IOException {
    try (ColdDirectory dir = newColdDirectory();
        IndexWriter writer = new IndexWriter(dir, config(codec(true), false))) {
      add(writer, 0, COUNT);
      writer.commit();
      Map<String, Place> places = places(dir);
      dir.record();
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertEquals(1, reader.leaves().size());
        check("_0", places, dir.recorded(), true);
      }
    }
  }

  /** An update of doc values opens a reader of the segment for a single pass. */
  public void testUpdatesOfDocValuesDoNotLoad() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      try (IndexWriter writer = new IndexWriter(dir, config(codec(true), false))) {
        add(writer, 0, COUNT);
        Document document = document(COUNT);
        document.add(new StringField("key", "k", Field.Store.NO));
        document.add(new NumericDocValuesField("number", 1));
        writer.addDocument(document);
      }
      check(dir, true);
      try (IndexWriter writer = new IndexWriter(dir, config(codec(true), false))) {
        writer.updateNumericDocValue(new Term("key", "k"), "number", 2);
      }
      check(dir, true);
    }
  }

  public void testSegmentsWithoutVectors() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      try (IndexWriter writer = new IndexWriter(dir, config(codec(true), false))) {
        add(writer, 0, 3);
        writer.commit();
        writer.addDocument(new Document());
        writer.deleteDocuments(OmdbVectorField.idTerm(FLOATS, "f0"));
        writer.deleteDocuments(OmdbVectorField.idTerm(FLOATS, "f1"));
        writer.deleteDocuments(OmdbVectorField.idTerm(FLOATS, "f2"));
        writer.commit();
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        assertEquals(1, reader.numDocs());
        OmdbWarmer.load(reader);
        assertEquals(SearchMemory.NONE, SearchMemory.of(reader, FLOATS));
      }
    }
  }
}
