// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.tests.util.TestUtil;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.process.CommandProcess.Result;
import org.omdb.lucene.OmdbVectorIds;

/** The packaged command on an index of plain Lucene: killed, on a full disk, and converted back. */
@SuppressFileSystems("*")
public class ITUpgrade extends LuceneTestCase {

  private static final int DIMENSION = 32;

  private Path folder;
  private final Map<String, Integer> numbers = new TreeMap<>();

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
  }

  private static float[] vector(int number) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = number * 31 % (97 + i) + number / 4096f;
    }
    return vector;
  }

  private void write(int segments, int documents, boolean stored) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new Lucene104Codec())
            .setMergePolicy(NoMergePolicy.INSTANCE)
            .setUseCompoundFile(random().nextBoolean());
    try (FSDirectory directory = FSDirectory.open(folder.resolve("idx"));
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int number = 0; number < segments * documents; number++) {
        Document document = new Document();
        String id = "user_" + number;
        document.add(
            stored
                ? new StringField("id", id, Field.Store.YES)
                : new SortedDocValuesField("id", new BytesRef(id)));
        document.add(new StoredField("number", number));
        document.add(new StringField("term", id, Field.Store.NO));
        document.add(new KnnFloatVectorField("v", vector(number)));
        writer.addDocument(document);
        numbers.put(id, number);
        if (number % documents == documents - 1) {
          writer.flush();
        }
      }
      for (int number = 0; number < segments * documents; number += 1 + random().nextInt(20)) {
        writer.deleteDocuments(new Term("term", "user_" + number));
        numbers.remove("user_" + number);
      }
    }
  }

  /** Checks every document; returns how many segments are in OMDB. */
  private int check(String... idFields) throws IOException {
    int inOmdb = 0;
    TreeSet<String> found = new TreeSet<>();
    try (FSDirectory directory = FSDirectory.open(folder.resolve("idx"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      TestUtil.checkIndex(directory);
      for (LeafReaderContext context : reader.leaves()) {
        LeafReader leaf = context.reader();
        String format =
            leaf.getFieldInfos()
                .fieldInfo("v")
                .getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
        inOmdb += format.startsWith("Omdb") ? 1 : 0;
        FloatVectorValues vectors = leaf.getFloatVectorValues("v");
        OmdbVectorIds ids = OmdbVectorIds.of(leaf, "v", idFields);
        for (int ordinal = 0; ordinal < vectors.size(); ordinal++) {
          int doc = vectors.ordToDoc(ordinal);
          if (leaf.getLiveDocs() == null || leaf.getLiveDocs().get(doc)) {
            int number =
                leaf.storedFields().document(doc).getField("number").numericValue().intValue();
            assertEquals("user_" + number, ids.documentToId(doc));
            assertArrayEquals(vector(number), vectors.vectorValue(ordinal), 0);
            assertTrue(found.add("user_" + number));
          }
        }
      }
    }
    assertEquals(numbers.keySet(), found);
    return inOmdb;
  }

  private Result ok(String... arguments) throws Exception {
    Result result = CommandProcess.run(folder, arguments);
    assertEquals(String.join(" ", arguments) + "\n" + result, 0, result.status());
    return result;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("idx"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Each time it is killed, a complete index is left, and no work that was committed is lost. */
  public void testKilledAndRunAgain() throws Exception {
    int segments = 8;
    write(segments, 1500, random().nextBoolean());
    String[] there = {"upgrade", "--index", "idx", "--field", "v", "--id-field", "id"};
    String[] back = {"upgrade", "--index", "idx", "--to", "lucene"};
    int killed = 0;
    for (String[] command : new String[][] {there, back}) {
      int last = check("id");
      for (int round = 0; round < 5; round++) {
        // the first time when something is committed, then after some more files are written
        boolean first = round == 0;
        int files = 1 + random().nextInt(40);
        Set<String> seen = new HashSet<>(files());
        int before = seen.size();
        boolean running =
            CommandProcess.runAndKillWhen(
                folder,
                () -> {
                  boolean committed = false;
                  for (String file : files()) {
                    committed |= seen.add(file) && file.startsWith("segments_");
                  }
                  return first ? committed : seen.size() >= before + files;
                },
                command);
        int inOmdb = check("id");
        assertTrue(last + " " + inOmdb, command == there ? inOmdb >= last : inOmdb <= last);
        killed += running ? 1 : 0;
        last = inOmdb;
      }
      ok(command);
      assertEquals(command == there ? segments : 0, check("id"));
      // no leftovers: a rewritten segment has all of its files, and there are no others
      try (FSDirectory directory = FSDirectory.open(folder.resolve("idx"))) {
        TreeSet<String> expected =
            new TreeSet<>(SegmentInfos.readLatestCommit(directory).files(true));
        expected.add("write.lock");
        new IndexWriter(directory, new IndexWriterConfig().setCodec(new Lucene104Codec())).close();
        assertEquals(List.copyOf(expected), files());
      }
    }
    assertTrue("never killed in time", killed > 0);
  }

  /** If files can't grow, it ends with a message; the index is complete and has no leftovers. */
  public void testFullDisk() throws Exception {
    assumeTrue("needs a shell with ulimit", Files.exists(Path.of("/bin/sh")));
    write(2, 3000, true);
    List<String> before = files();
    Result result =
        CommandProcess.runWithFileLimit(
            folder, 150, "upgrade", "--index", "idx", "--field", "v", "--id-field", "id");
    assertEquals(result.toString(), 1, result.status());
    assertEquals(result.toString(), 1, result.errorLines().size());
    assertTrue(
        result.toString(),
        result.errorLines().get(0).matches("omdb: idx: .* while a segment was rewritten; the.*"));
    assertEquals(before, files());
    assertEquals(0, check("id"));
    ok("upgrade", "--index", "idx", "--field", "v", "--id-field", "id");
    assertEquals(2, check());
    ok("verify", "idx");
  }

  /** An index that is converted back needs no class of this library, and has ids as doc values. */
  public void testLuceneAloneOpensWhatComesBack() throws Exception {
    write(3, 200, false);
    ok("upgrade", "--index", "idx", "--field", "v", "--id-field", "id");
    assertEquals(3, check());
    assertNotEquals(0, lucene().status()); // before, it does need them
    ok("upgrade", "--index", "idx", "--to", "lucene");
    Result result = lucene();
    assertEquals(result.toString(), 0, result.status());
    TreeSet<String> expected = new TreeSet<>(List.of("clean"));
    numbers.forEach((id, number) -> expected.add(id + " " + vector(number)[0] + " true"));
    assertEquals(expected, new TreeSet<>(result.out().lines().toList()));
  }

  private Result lucene() throws Exception {
    String classPath =
        Path.of(IndexWriter.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            + File.pathSeparator
            + Path.of(
                LuceneAlone.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return CommandProcess.java(
        folder, "-cp", classPath, LuceneAlone.class.getName(), "idx", "v", "id");
  }
}
