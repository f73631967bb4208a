// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.csv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;

public class TestCsvSource extends SourceTestCase {

  private static final SourceFormat CSV = new CsvFormat();

  private static List<Row> read(String text) throws IOException, CommandFailure {
    return read(CSV, write("a.csv", text));
  }

  private static List<Row> read(String text, String id, String vector, List<String> stored)
      throws IOException, CommandFailure {
    return read(CSV, write("a.csv", text), new Columns(id, vector, stored, false));
  }

  private static void refused(String text, String expected) throws IOException {
    assertRefused(CSV, write("a.csv", text), expected);
  }

  private static void refused(String text, String vector, String expected) throws IOException {
    Path file = write("a.csv", text);
    Columns columns = new Columns(null, vector, null, false);
    CommandFailure failure = expectThrows(CommandFailure.class, () -> read(CSV, file, columns));
    assertEquals(file + ": " + expected, failure.getMessage());
  }

  public void testSeparatorsAndQuotes() throws Exception {
    for (String separator : List.of(",", "\t", ";")) {
      for (String end : List.of("\n", "\r\n", "\r")) {
        String text =
            "id,t,vector\na,\"x \"\"y\"\",\t;\nz\",\"[1, 2]\"\n\n\"b\",,\"[3,4]\"\n"
                .replace("\n", end)
                .replace("id,t,", "id" + separator + "t" + separator)
                .replace("a,\"", "a" + separator + "\"")
                .replace("z\",\"", "z\"" + separator + "\"")
                .replace("\"b\",,", "\"b\"" + separator + separator);
        List<Row> rows = read(random().nextBoolean() ? text : text.strip());
        assertVectors(rows, new float[] {1, 2}, new float[] {3, 4});
        assertEquals("b", rows.get(1).id());
        assertEquals("x \"y\",\t;" + end + "z", rows.get(0).stored().get("t"));
        assertEquals(Map.of(), rows.get(1).stored());
      }
    }
  }

  public void testSpacesBelongToCells() throws Exception {
    for (String separator : List.of(",", "\t", ";")) {
      List<Row> rows =
          read(
              (" id,t,vector\n a , x ,[1]\na,x,[2]\n  \n\" b\",\" \",[3]\n"
                      + "\u00e9, ,[4]\n \u00e9,,[5]\n  ")
                  .replace(",", separator));
      assertEquals(
          List.of(" a ", "a", " b", "\u00e9", " \u00e9"), rows.stream().map(Row::id).toList());
      assertEquals(
          List.of(" x ", "x", " ", " "),
          rows.subList(0, 4).stream().map(row -> row.stored().get("t")).toList());
      assertEquals(Map.of(), rows.get(4).stored());
    }
    assertEquals(Map.of("t", " x"), read("t,vector\n x,[1]\n", null, null, null).get(0).stored());
  }

  public void testSpacesBeforeNumbersAndVectors() throws Exception {
    assertVectors(
        read("0,1,2,id\n  1, 2, 3,a\n4,5 ,6,b\n"), new float[] {1, 2, 3}, new float[] {4, 5, 6});
    assertVectors(read("\n \nid,0,1,2\na, 1, 2, 3\n \n\n"), new float[] {1, 2, 3});
    assertVectors(read("vector;id\n [1,2];a\n"), new float[] {1, 2});
    assertEquals("a", read(" ,vector\na,[1]\n").get(0).id());
    assertNull(read("\"\",vector\na,[1]\n").get(0).id());
  }

  /** Nothing tells whether the quotes or the spaces are part of the cell. */
  public void testSpacesBeforeTheQuoteOfARowAreRefused() throws Exception {
    refused(
        "id,vector\n \"a\",[1]\n",
        "line 2: found spaces before a quote, expected none: cells in quotes begin with the quote");
    assertEquals(" \"a", read("id,vector\n\" \"\"a\",[1]\n").get(0).id());
  }

  public void testWhatVectorsLookLike() throws Exception {
    for (String vector :
        List.of(
            "[1,-2.5]",
            "[1, -2.5 ]",
            "{1,-2.5}",
            "(1,-2.5)",
            "[1.  -2.5]",
            "[ 1\n -2.5]",
            "1 -2.5",
            "1,-2.5")) {
      assertVectors(
          read("vector,n\n\"[1,-2.5]\",1\n\"" + vector + "\",2\n"),
          new float[] {1, -2.5f},
          new float[] {1, -2.5f});
    }
  }

  public void testManyRowsAreToTheBitWhatWasWritten() throws Exception {
    float[][] vectors = randomVectors();
    StringBuilder lists = new StringBuilder("\u00e9,embedding,id\n");
    StringBuilder wide = new StringBuilder("id");
    for (int i = 0; i < vectors[0].length; i++) {
      wide.append(",v").append(i);
    }
    for (int i = 0; i < vectors.length; i++) {
      lists
          .append("\u00e9\ud83d\ude00,\"")
          .append(Arrays.toString(vectors[i]))
          .append("\",")
          .append(i)
          .append('\n');
      wide.append("\n").append(i);
      for (float component : vectors[i]) {
        wide.append(',').append(component);
      }
    }
    List<Row> rows = read(lists.toString());
    assertVectors(rows, vectors);
    assertEquals("0", rows.get(0).id());
    assertEquals(Map.of("\u00e9", "\u00e9\ud83d\ude00"), rows.get(vectors.length - 1).stored());
    assertVectors(read(wide.append("\n").toString(), null, "v*", null), vectors);
  }

  public void testTypesAreThoseOfTheFirstRows() throws Exception {
    StringBuilder text = new StringBuilder("vector,whole,number,zip,flag,mixed,empty\n");
    for (int i = 0; i < 1_200; i++) {
      text.append("[1],")
          .append(i)
          .append(",")
          .append(i == 7 ? "" : i == 8 ? "NaN" : i % 2 == 0 ? "3" : "-1.50e2");
      text.append(i == 0 ? ",007" : ",42").append(i % 2 == 0 ? ",True" : ",False");
      text.append(i == 9 ? ",x" : ",1").append(",\n");
    }
    text.append("[1],n/a,2,8,maybe,2,late\n");
    List<Row> rows = read(text.toString());
    assertEquals(
        Map.of("whole", 0L, "number", 3.0, "zip", "007", "flag", true, "mixed", "1"),
        rows.get(0).stored());
    assertEquals(
        Map.of("whole", 7L, "zip", "42", "flag", false, "mixed", "1"), rows.get(7).stored());
    assertFalse(rows.get(8).stored().containsKey("number"));
    assertEquals(-150.0, rows.get(1).stored().get("number"));
    assertEquals(
        Map.of(
            "whole", "n/a", "number", 2.0, "zip", "8", "flag", "maybe", "mixed", "2", "empty",
            "late"),
        rows.get(1_200).stored());
    Path file = write("a.csv", "vector,n\n[1],1.50\n");
    Columns asText = new Columns(null, null, null, List.of("n"), false);
    assertEquals(Map.of("n", "1.50"), read(CSV, file, asText).get(0).stored());
  }

  public void testComponentsThatTheUserNames() throws Exception {
    String text = "id,b10,b9,x,y\na,1,2,3,4\n";
    assertVectors(read(text, null, "b*", null), new float[] {2, 1});
    assertVectors(read(text, null, "x,y,b10", null), new float[] {3, 4, 1});
    assertVectors(read("\"x,y\",a\n[5],1\n", null, "x,y", null), new float[] {5});
    List<Row> rows = read(text, "x", "b*", List.of("y"));
    assertEquals("3", rows.get(0).id());
    assertEquals(Map.of("y", 4L), rows.get(0).stored());
    assertVectors(read("a,id\n0.5,1\n", null, "a", null), new float[] {0.5f});
  }

  public void testWhatIsDoubtfulIsRefusedWithTheWayOut() throws Exception {
    refused(
        "a_vector,b_vector\n[1],[2]\n",
        "found vectors in \"a_vector\", \"b_vector\", expected one of them named with"
            + " --vector-column");
    refused(
        "id,x,y\na,1,2\n",
        "found no column of vectors among \"id\", \"x\", \"y\", expected one with lists such as"
            + " [1,2,3], or numbered ones with a component each; --vector-column names it, or them:"
            + " 'dim_*' or 'x,y,z'");
    refused(
        "id,x1,x2,y1,y2\na,1,2,3,4\n",
        "found no column of vectors among \"id\", \"x1\", \"x2\", \"y1\", \"y2\", expected one with"
            + " lists such as [1,2,3], or numbered ones with a component each; --vector-column names"
            + " it, or them: 'dim_*' or 'x,y,z'");
    refused(
        "id,v0\na,1\n",
        "v*,w",
        "found no column \"v*,w\" among \"id\", \"v0\", expected one, or several with commas between"
            + " them or with * for numbers");
  }

  public void testBadTablesAreRefusedWithTheirLine() throws Exception {
    refused("vector\n", "found a header without rows, expected at least one row");
    refused("vector,a,a\n[1],1,2\n", "line 1: found column \"a\" twice, expected it once");
    refused("vector,a\n[1],1\n\n[1],1,2\n", "line 4: found 3 cells, expected 2 as in the header");
    refused("vector,id\n[1],a\n[2],\n", "line 3: found no id, expected one in column \"id\"");
    refused("vector,id\n[1],a\n,b\n", "line 3: found no vector, expected one in column \"vector\"");
    refused("vector\n\"[1,2]\"\n[1]\n", "line 3: found 1 components, expected 2 as in line 2");
    refused(
        "vector\n[1]\n[nan]\n",
        "line 3: found \"nan\" as component 0, expected a finite number in the range of float32");
    refused(
        "vector\n\"[1, 2]\"\n[1 ... 2]\n",
        "line 3: found \"...\" as component 1, where the program that wrote it left some out,"
            + " expected all components: write the vectors as lists");
    refused(
        "x0,x1\n1,2\n3,\n",
        "line 3: found \"\" in column \"x1\", expected component 1, a finite number in the range of"
            + " float32");
    refused(
        "vector,a\n[1],\"x\n",
        "line 3: found an error (Missing closing quote for value), expected valid CSV");
    refused(
        "vector\n[]\n[1]\n",
        "found no column of vectors among \"vector\", expected one with lists such as"
            + " [1,2,3], or numbered ones with a component each; --vector-column names it, or them:"
            + " 'dim_*' or 'x,y,z'");
  }

  public void testBytesThatAreNoUtf8AreRefused() throws Exception {
    byte[] bytes = "vector,a\n[1],x\n[2],?\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    bytes[bytes.length - 2] = (byte) 0xff;
    assertRefused(CSV, write("a.csv", bytes), "byte 19: found byte 0xff, expected UTF-8");
  }

  public void testAnOpenQuoteDoesNotFillTheMemory() throws Exception {
    StringBuilder text = new StringBuilder("vector,a\n[1],\"");
    String row = "x".repeat(1 << 20) + "\n";
    for (int i = 0; i < 70; i++) {
      text.append(row);
    }
    CommandFailure failure = expectThrows(CommandFailure.class, () -> read(text.toString()));
    assertTrue(failure.getMessage(), failure.getMessage().contains(": found an error (String"));
  }

  public void testTablesAreRecognized() throws Exception {
    for (String text :
        List.of(
            "id,vector\na,[1]",
            "vector\n[1]",
            "id\t0\t1\t2\na\t1\t2\t3",
            ",0,1,2\na,1,2,3",
            "x1;x2\n1;2",
            "\"title_embedding\",id\n[1],2")) {
      assertEquals(text, "csv", detect(write("a", text)));
    }
    assertEquals("csv", detect(write("a.csv", "a,b\n1,2\n")));
    assertEquals("text", detect(write("a.tsv", "word\t0.1\t0.2\n")));
    assertEquals("text", detect(write("a", "vector\t0.1\t0.2\n")));
    assertEquals("text", detect(write("a", ", -0.1 0.2 0.3\n")));
    assertEquals("text", detect(write("a", "vector 1 2\n")));
  }
}
