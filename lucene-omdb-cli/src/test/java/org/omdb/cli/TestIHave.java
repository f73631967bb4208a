// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.inspect.CommandTestCase;

/** Each row of the table "I have ... I type ..." in docs/CLI.md does what it says. */
@LuceneTestCase.SuppressFileSystems("ExtrasFS") // folders that Lucene leaves alone
public class TestIHave extends CommandTestCase {

  private static final int ROWS = 22;

  private static final Pattern ROW = Pattern.compile("\\| (.*) \\| `omdb (.*)` \\|");

  /** Words in single quotes or without. */
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static final String[] WORDS = {
    "the", "of", "\u00e9", "\u6f22\u5b57", "</s>", "12", "a_b"
  };

  private static final String[] TABLE_IDS = {"apple", "p\u00e4ron", "a, \"b\"\nc"};

  private static final float[][] TABLE = {
    {0.5f, -1.25f, 3e-07f, 0.1f}, {1, 2, -3, 4}, {-0f, 1e10f, 0.3333333f, -7.5f}
  };

  /**
   * What a file of the table is in this test.
   *
   * @param sample of which it is a copy
   * @param ids that its rows have afterwards; null if it has no rows
   */
  private record Have(String sample, String[] ids, float[]... vectors) {}

  private final Map<String, Have> files = new LinkedHashMap<>();
  private Path folder;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    float[][] values = values();
    have("glove.6B.100d.txt", "gensim-without-counts.txt", WORDS, values);
    have("GoogleNews-vectors-negative300.bin.gz", "gensim.bin.gz", WORDS, values);
    have("words.txt", "metadata-one-column.tsv", null);
    have("vectors.npy", "float32.npy", WORDS, values);
    have("vectors.npz", "with-ids.npz", WORDS, values);
    have("savetxt.txt", "savetxt.txt", numbered("savetxt.txt", 7), values);
    have("metadata.tsv", "metadata-one-column.tsv", null);
    have("vectors.tsv", "vectors.tsv", WORDS, values);
    have("sift_base.fvecs", "sift.fvecs", numbered("sift_base.fvecs", 7), values);
    have("base.1B.u8bin", "base.u8bin", numbered("base.1B.u8bin", 7), wholes());
    have(
        "glove-100-angular.hdf5",
        "ann-benchmarks.hdf5",
        numbered("glove-100-angular.hdf5", 7),
        values);
    have("model.h5", "chunked.h5", WORDS, values);
    have("table.h5", "pandas.h5", WORDS, values);
    have("train.parquet", "polars-zstd.parquet", WORDS, values);
    have("data.arrow", "polars-lz4.arrow", WORDS, values);
    have("docs.csv", "pandas.csv", TABLE_IDS, TABLE);
    float[][] three = new float[3][12];
    for (int i = 0; i < 36; i++) {
      three[i / 12][i % 12] = TABLE[i / 12][i % 4];
    }
    have("docs.tsv", "pandas-components.tsv", TABLE_IDS, three);
    float[][] json = {TABLE[0], TABLE[1], {0, 1e10f, 0.3333333f, -7.5f}};
    have("docs.jsonl", "pandas.jsonl", TABLE_IDS, json);
    have("products.json", "pandas-records.json", new String[] {"02139", "10115", "75001"}, json);
    have(
        "batch_output.jsonl",
        "../json/openai-batch.jsonl",
        new String[] {"doc-1", "doc-2"},
        new float[] {-0.0069292834f, 0.023064255f, -0.028862f},
        new float[] {0.011f, -0.5f, 0.25f});
    have(
        "fetch.json",
        "../json/pinecone-fetch.json",
        new String[] {"id-1", "id-2"},
        new float[] {0.568879f, 0.632687092f, 0.856837332f},
        new float[] {0.00891787093f, 0.581895f, 0.315718859f});
    have(
        "scroll.json",
        "../json/qdrant-scroll.json",
        new String[] {"1", "5c56c793-69f3-4fbf-87e6-c4bf54c28c26"},
        new float[] {0.05f, 0.61f, 0.76f},
        new float[] {0.19f, 0.81f, 0.75f});
    have(
        "get.json",
        "../json/chroma-get.json",
        new String[] {"doc1", "doc2"},
        new float[] {0.1f, 0.2f, 0.3f},
        new float[] {0.4f, -0.5f, 0.6f});
    have(
        "articles.jsonl",
        "../json/elasticdump.jsonl",
        new String[] {"Xk2bG4kB", "Yk2bG4kB"},
        new float[] {0.5f, 0.25f, -1.5f},
        new float[] {1, 2, 3});
  }

  private void have(String name, String sample, String[] ids, float[]... vectors) {
    files.put(name, new Have(sample, ids, vectors));
  }

  /** The ids that are made up. */
  private static String[] numbered(String name, int rows) {
    String[] ids = new String[rows];
    for (int i = 0; i < rows; i++) {
      ids[i] = name + "_" + i;
    }
    return ids;
  }

  /** {@code value} of make_samples.py. */
  private static float[][] values() {
    float[][] values = new float[7][5];
    for (int i = 0; i < 35; i++) {
      values[i / 5][i % 5] = ((7 * (i / 5) + 3 * (i % 5)) % 23 - 11) / 4f;
    }
    return values;
  }

  /** {@code whole} of make_samples.py. */
  private static float[][] wholes() {
    float[][] values = new float[7][5];
    for (int i = 0; i < 35; i++) {
      values[i / 5][i % 5] = (17 * (i / 5) + 5 * (i % 5)) % 128;
    }
    return values;
  }

  private static List<String> commands() throws IOException {
    Path docs = Path.of(System.getProperty("omdb.basedir"), "docs", "CLI.md");
    List<String> commands = new ArrayList<>();
    boolean inTable = false;
    for (String line : Files.readAllLines(docs)) {
      inTable |= line.startsWith("| I have ");
      Matcher row = ROW.matcher(line);
      if (inTable && row.matches()) {
        commands.add(row.group(2));
      } else if (inTable && line.isEmpty()) {
        break;
      }
    }
    return commands;
  }

  public void testEachRowImportsWhatIsInItsFile() throws Exception {
    List<String> commands = commands();
    assertEquals(ROWS, commands.size());
    for (String command : commands) {
      Path index = folder.resolve("idx" + commands.indexOf(command));
      List<String> names = type(command, index);
      Have have = files.get(names.get(names.size() - 1));
      assertEquals(command, have.ids.length, json().get("rows").asInt());
      for (int i = 0; i < have.ids.length; i++) {
        run(ExitStatus.DONE, "get", "--index", index, "--field", "v", "--json", have.ids[i]);
        float[] vector = new ObjectMapper().treeToValue(json().get("vector"), float[].class);
        assertArrayEquals(command + ", " + have.ids[i], have.vectors[i], vector, 0);
      }
    }
  }

  /** Runs a command on files in a folder; returns those that it names. */
  private List<String> type(String command, Path index) throws IOException {
    List<String> args = new ArrayList<>();
    List<String> names = new ArrayList<>();
    InputStream in = System.in;
    Matcher words = WORD.matcher(command);
    while (words.find()) {
      String word = words.group(1) == null ? words.group(2) : words.group(1);
      boolean isInput = args.isEmpty() == false && args.get(args.size() - 1).equals("<");
      if (word.equals("idx")) {
        word = index.toString();
      } else if (files.containsKey(word)) {
        names.add(word);
        word = make(word).toString();
      }
      args.add(word);
      if (isInput) {
        in = new ByteArrayInputStream(Files.readAllBytes(Path.of(word)));
        args.subList(args.size() - 2, args.size()).clear();
      }
    }
    assertFalse("no file that is known in: " + command, names.isEmpty());
    args.add("--json");
    withInput(in, args);
    return names;
  }

  private void withInput(InputStream in, List<String> args) {
    InputStream before = System.in;
    System.setIn(in);
    try {
      run(ExitStatus.DONE, args.toArray());
    } finally {
      System.setIn(before);
    }
  }

  private Path make(String name) throws IOException {
    Path file = folder.resolve(name);
    String sample = files.get(name).sample;
    try (InputStream in = TestIHave.class.getResourceAsStream("source/samples/" + sample)) {
      return Files.write(file, in.readAllBytes());
    }
  }
}
