// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;

/**
 * The files that the programs wrote from which people have them, as {@code
 * src/test/python/make_samples.py} has it: their values are compared with what was written.
 */
@SuppressFileSystems("*") // the samples are on the real one
public class TestSamples extends SourceTestCase {

  private static final int ROWS = 7;
  private static final int DIMENSION = 5;
  private static final List<String> WORDS = List.of("the", "of", "é", "漢字", "</s>", "12", "a_b");

  private static final Columns NO_IDS = new Columns(null, null, null, true);

  private static Path sample(String name) throws URISyntaxException {
    URL url = TestSamples.class.getResource("samples/" + name);
    assertNotNull(name, url);
    return Path.of(url.toURI());
  }

  private static List<Row> read(String format, String name, Columns columns) throws Exception {
    Path file = sample(name);
    assertEquals(name, format, detect(file, columns));
    return rows(SourceFormats.open(SourceFile.open(file), null, columns));
  }

  /** {@code value} of make_samples.py. */
  private static float[][] values() {
    float[][] values = new float[ROWS][DIMENSION];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < DIMENSION; j++) {
        values[i][j] = ((7 * i + 3 * j) % 23 - 11) / 4f;
      }
    }
    return values;
  }

  /** {@code whole} of make_samples.py. */
  private static float[][] wholes(int offset) {
    float[][] values = new float[ROWS][DIMENSION];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < DIMENSION; j++) {
        values[i][j] = (17 * i + 5 * j) % 128 + offset;
      }
    }
    return values;
  }

  private static void assertIds(List<Row> rows, List<String> expected) {
    assertEquals(expected, rows.stream().map(Row::id).toList());
  }

  private static void assertNoIds(List<Row> rows) {
    assertIds(rows, Arrays.asList(new String[ROWS]));
  }

  public void testNumPyArrays() throws Exception {
    for (String name :
        List.of(
            "float16.npy",
            "float32.npy",
            "float64-big-endian.npy",
            "fortran.npy",
            "transposed.npy",
            "float32.npy.gz")) {
      List<Row> rows = read("npy", name, Columns.DEFAULT);
      assertVectors(rows, values());
      assertNoIds(rows);
    }
    for (String name : List.of("uint8.npy", "int32.npy", "int64.npy")) {
      assertVectors(read("npy", name, Columns.DEFAULT), wholes(0));
    }
  }

  public void testNumPyArchives() throws Exception {
    List<Row> one = read("npz", "one-array.npz", Columns.DEFAULT);
    assertVectors(one, values());
    assertNoIds(one);

    List<Row> withIds = read("npz", "with-ids.npz", Columns.DEFAULT);
    assertVectors(withIds, values());
    assertIds(withIds, WORDS);
    assertNoIds(read("npz", "with-ids.npz", NO_IDS));

    List<Row> labelled =
        read("npz", "with-ids.npz", new Columns("labels", null, List.of("ids"), false));
    assertIds(labelled, List.of("0", "1", "2", "0", "1", "2", "0"));
    assertEquals(WORDS, labelled.stream().map(row -> row.stored().get("ids")).toList());

    List<Row> named = read("npz", "two-matrices.npz", new Columns("names", "second", null, false));
    assertVectors(named, values());
    assertIds(named, WORDS);
    refused(
        "two-matrices.npz",
        "found several columns with lists of numbers, \"first\" (<f4 (7, 5)), \"second\" (<f4 (7,"
            + " 5)), expected --vector-column to say which has the vectors");
  }

  public void testArrayOfPythonObjectsIsRefusedWithAWayOut() throws Exception {
    refused(
        "objects.npy",
        "found an array of Python objects, expected numbers, as numpy.array(list(a),"
            + " dtype=numpy.float32) makes them");
  }

  public void testNumPysTextAndTheProjectorsNeedNoIds() throws Exception {
    for (String name : List.of("savetxt.txt", "savetxt.csv", "vectors.tsv", "savetxt.txt.bz2")) {
      List<Row> rows = read("text", name, NO_IDS);
      assertVectors(rows, values());
      assertNoIds(rows);
    }
    for (String name : List.of("savetxt.txt", "vectors.tsv", "savetxt.txt.bz2")) {
      refused(
          name,
          "found a table of numbers, expected --no-ids if each line is a vector, or --format text"
              + " if the first number of each line is its id");
    }
  }

  public void testVecsAndBin() throws Exception {
    for (String name : List.of("sift.fvecs", "base.fbin")) {
      assertVectors(read(name.split("\\.")[1], name, Columns.DEFAULT), values());
    }
    for (String name :
        List.of("sift.bvecs", "sift.ivecs", "base.u8bin", "base.ibin", "base.i8bin")) {
      int offset = name.equals("base.i8bin") ? -64 : 0;
      assertVectors(read(name.split("\\.")[1], name, Columns.DEFAULT), wholes(offset));
    }
  }

  public void testWord2vec() throws Exception {
    for (String name : List.of("gensim.bin", "word2vec-c.bin", "gensim.bin.gz")) {
      List<Row> rows = read("word2vecbin", name, Columns.DEFAULT);
      assertVectors(rows, values());
      assertIds(rows, WORDS);
    }
    for (String name :
        List.of("gensim.txt", "gensim-without-counts.txt", "gensim.txt.gz", "gensim.txt.zst")) {
      List<Row> rows = read("text", name, Columns.DEFAULT);
      assertVectors(rows, values());
      assertIds(rows, WORDS);
    }
  }

  public void testAnnBenchmarks() throws Exception {
    List<Row> train = read("hdf5", "ann-benchmarks.hdf5", Columns.DEFAULT);
    assertVectors(train, values());
    assertNoIds(train);
    List<Row> test = read("hdf5", "ann-benchmarks.hdf5", new Columns(null, "test", null, false));
    assertEquals(2, test.size());
    assertEquals(-values()[1][0], test.get(1).vector()[0], 0);
  }

  public void testHdf5InChunksOfGroups() throws Exception {
    List<Row> rows = read("hdf5", "chunked.h5", new Columns("model/ids", null, null, false));
    assertVectors(rows, values());
    assertIds(rows, WORDS);
    for (int i = 0; i < ROWS; i++) {
      assertEquals(
          Map.of("model/numbers", 10L * i, "model/names", WORDS.get(i)), rows.get(i).stored());
    }
    List<Row> numbered =
        read(
            "hdf5",
            "chunked.h5",
            new Columns("/model/numbers", "model/embeddings", List.of("/model/names"), false));
    assertIds(numbered, List.of("0", "10", "20", "30", "40", "50", "60"));
    assertEquals(Map.of("model/names", "of"), numbered.get(1).stored());
  }

  public void testHdf5OfPandas() throws Exception {
    List<Row> rows = read("hdf5", "pandas.h5", Columns.DEFAULT);
    assertVectors(rows, values());
    assertIds(rows, WORDS);
    assertEquals(Map.of(), rows.get(0).stored());
  }

  public void testNumbersOfHdf5OfPandasAreIdsUnlessTheyCountRows() throws Exception {
    List<Row> numbered = read("hdf5", "pandas-numbers.h5", Columns.DEFAULT);
    assertVectors(numbered, values());
    assertIds(numbered, List.of("0", "1", "2", "30", "40", "50", "60"));
    assertNoIds(read("hdf5", "pandas-numbers.h5", NO_IDS));
    List<Row> counted = read("hdf5", "pandas-range.h5", Columns.DEFAULT);
    assertVectors(counted, values());
    assertNoIds(counted);
    assertEquals(Map.of(), counted.get(0).stored());
    assertIds(
        read("hdf5", "pandas-range.h5", new Columns("table/axis1", null, null, false)),
        List.of("0", "1", "2", "3", "4", "5", "6"));
  }

  public void testHdf5OfPandasWithColumnsOfSeveralTypesIsRefused() throws Exception {
    String wayOut =
        ", expected vectors alone: --vector-column names the data set that has them, and"
            + " to_parquet instead of to_hdf writes all columns";
    refused(
        "pandas-mixed.h5",
        "found columns of several types in a table of pandas, \"table/block0_values\" (fraction [7,"
            + " 5]), \"table/block1_values\" (other [1]), \"table/block2_values\" (whole [7, 1])"
            + wayOut);
    refused(
        "pandas-titles.h5",
        "found columns of several types in a table of pandas, \"table/block0_values\" (other [1]),"
            + " \"table/block1_values\" (whole [7, 1])"
            + wayOut);
    List<Row> rows =
        read("hdf5", "pandas-mixed.h5", new Columns(null, "table/block0_values", null, false));
    assertVectors(rows, values());
    assertIds(rows, WORDS);
    List<Row> second =
        read("hdf5", "pandas-titles.h5", new Columns(null, "table/block1_values", null, false));
    assertEquals(3, second.get(3).vector()[0], 0);
    assertIds(second, WORDS);
  }

  public void testHdf5OfAllLayoutsAndTypes() throws Exception {
    for (String name : List.of("layouts.h5", "layouts-latest.h5")) {
      List<Row> train = read("hdf5", name, Columns.DEFAULT);
      assertVectors(train, values());
      assertIds(train, WORDS);
      for (int i = 0; i < ROWS; i++) {
        double price = Double.parseDouble(Float.toString(i + 0.1f));
        assertEquals(
            Map.of("bytes", WORDS.get(i), "price", price, "flag", i % 2 == 0),
            train.get(i).stored());
      }
      for (String data : List.of("gzip", "half", "grown")) {
        List<Row> rows = read("hdf5", name, new Columns(null, data, null, true));
        assertVectors(rows, values());
        assertNoIds(rows);
      }
      for (String data : List.of("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64")) {
        assertVectors(read("hdf5", name, new Columns(null, data, null, false)), wholes(0));
      }
      assertIds(read("hdf5", name, new Columns("bytes", null, List.of(), false)), WORDS);
      refused(
          name,
          new Columns(null, "large", null, false),
          "row 0: found 16777217 as component 0, expected a whole number that float32 holds"
              + " exactly, as all up to 16777216 are");
      refused(
          name,
          new Columns(null, "infinite", null, false),
          "row 0: found Infinity as component 0, expected a finite number in the range of"
              + " float32");
      refused(
          name,
          new Columns("few", null, null, false),
          "\"/few\": found 3 values, expected 7, as there are vectors");
      refused(
          name,
          new Columns(null, "holes", null, false),
          "\"/holes\", row 3: found rows that were never written, expected values");
      for (String data : List.of("unwritten", "empty")) {
        CommandFailure failure =
            expectThrows(
                CommandFailure.class,
                () -> read("hdf5", name, new Columns(null, data, null, false)));
        assertTrue(
            failure.getMessage(),
            failure.getMessage().endsWith(", expected lists of numbers as vectors"));
      }
    }
  }

  public void testHdf5WithStringsThatAreNotUtf8() throws Exception {
    refused(
        "latin.h5",
        "\"/id\", row 2: found text that is not UTF-8, expected strings in UTF-8, as"
            + " h5py.string_dtype() makes them");
    refused(
        "replacement.h5",
        new Columns(null, null, List.of("latin"), false),
        "\"/latin\", row 2: found text that is not UTF-8, expected strings in UTF-8, as"
            + " h5py.string_dtype() makes them");
  }

  public void testHdf5WithStringsThatWereNeverWritten() throws Exception {
    refused(
        "replacement.h5",
        new Columns(null, null, List.of("none"), false),
        "\"/none\": found values that were never written, expected a value for each vector");
  }

  public void testHdf5WithReplacementCharactersIsUtf8() throws Exception {
    Columns columns = new Columns(null, null, List.of("fixed", "ascii", "one"), false);
    List<Row> rows = read("hdf5", "replacement.h5", columns);
    List<String> texts = WORDS.stream().map(word -> word + "\ufffd").toList();
    assertIds(rows, texts);
    for (int i = 0; i < ROWS; i++) {
      String text = texts.get(i);
      assertEquals(
          Map.of("fixed", text, "ascii", text, "one", i == 0 ? "the" : ""), rows.get(i).stored());
    }
  }

  private static void refused(String name, Columns columns, String expected) throws Exception {
    CommandFailure failure = expectThrows(CommandFailure.class, () -> read("hdf5", name, columns));
    assertEquals(sample(name) + ": " + expected, failure.getMessage());
  }

  private static void refused(String name, String expected) throws Exception {
    assertRefused(null, sample(name), expected);
  }
}
