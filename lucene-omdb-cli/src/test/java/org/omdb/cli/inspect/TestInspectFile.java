// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.omdb.cli.console.ExitStatus;

public class TestInspectFile extends CommandTestCase {

  private Path file;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    file = createTempDir().resolve("small.omdb");
  }

  /** Three vectors of dimension 2, whose ids are b, user_7 and a, from the layout's description. */
  private static ByteBuffer sound() {
    return image("b", "user_7", "a");
  }

  private static ByteBuffer image(String... ids) {
    ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("OMDB".getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(5).putInt(2).putInt(ids.length).putLong(512 + 8L * ids.length);
    bytes.position(512);
    for (int i = 0; i < ids.length; i++) {
      bytes.putFloat(i).putFloat(-0.5f);
    }
    bytes.putInt(ids.length);
    for (int i = 0; i < ids.length; i++) {
      byte[] id = ids[i].getBytes(StandardCharsets.UTF_8);
      bytes.putInt(id.length).putInt(i).put(id);
    }
    return bytes;
  }

  private void write(ByteBuffer bytes) throws IOException {
    Files.write(file, Arrays.copyOf(bytes.array(), bytes.position()));
  }

  private void assertProblem(String line) {
    run(ExitStatus.FAILED, "verify", file);
    assertEquals("", err);
    assertOut("problem: " + file + ": " + line + "\n");
  }

  public void testInspectSmallFile() throws IOException {
    write(sound());
    run(ExitStatus.DONE, "inspect", file);
    assertEquals(
        file
            + """
            : OMDB file
              magic      OMDB
              version    5
              elements   float32
              dimension  2
              vectors    3
              id table   at byte 536

              header    512  bytes
              vectors    24  3 x 2 x 4
              id table   36  4 + 8 x 3 entries + 8 of ids
              file      572

              ids  3  distinct

              vector 0  "b"
              vector 1  "user_7"
              vector 2  "a"
            """,
        out);
    assertEquals("", err);
  }

  public void testInspectFileOfTheEngine() throws IOException {
    // Dimension 1; "x" twice, an empty id, no entry for vector 3; trailing bytes.
    ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("BDMO".getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(5).putInt(1).putInt(9).putLong(512 + 40).position(512 + 40);
    bytes.putInt(9);
    bytes.putInt(1).putInt(0).put((byte) 'x');
    bytes.putInt(1).putInt(1).put((byte) 'x');
    bytes.putInt(0).putInt(2);
    bytes.position(1024);
    write(bytes);
    run(ExitStatus.DONE, "inspect", file);
    assertOut("  magic      BDMO, in the order of OmdbDB's engine".replace("OmdbDB", "OmenDB"));
    assertOut("  gap           4  between the vectors and the id table\n");
    assertOut("  id table     30  4 + 8 x 3 entries + 2 of ids; it says 9\n");
    assertOut("  trailing    442  as in a file that was enlarged in advance\n");
    assertOut("  file      1,024\n");
    assertOut("  ids         1  distinct\n");
    assertOut("  duplicates  1  entries whose id a later entry repeats\n");
    assertOut("  vector 0  \"vec_0\"  (made up, its id went to a later entry)\n");
    assertOut("  vector 1  \"x\"\n");
    assertOut("  vector 2  \"empty_2\"  (made up, its id is empty)\n  ...\n  vector 6");
    assertOut("  vector 8  \"vec_8\"  (made up, it has no entry)\n");
    run(ExitStatus.DONE, "inspect", file, "--json");
    JsonNode json = json();
    assertEquals("engine", json.get("magic_order").asText());
    long sum = 0;
    for (String part : new String[] {"header", "vector", "gap", "id_table", "trailing"}) {
      sum += json.get(part + "_bytes").asLong();
    }
    assertEquals(json.get("file_bytes").asLong(), sum);
    assertEquals(9, json.get("declared_entries").asInt());
    assertEquals(3, json.get("entries").asInt());
    assertEquals(1, json.get("duplicate_entries").asInt());
    assertEquals(1, json.get("stored_vectors").asInt());
    assertEquals(1, json.get("empty_vectors").asInt());
    assertEquals(6, json.get("missing_vectors").asInt());
    assertEquals(1, json.get("superseded_vectors").asInt());
    assertEquals("superseded", json.get("first_and_last").get(0).get("kind").asText());
    assertEquals(6, json.get("first_and_last").size());
  }

  public void testIdsDoNotReachTheTerminalAsCommands() throws IOException {
    write(image("\u001b[2J", "@|bold x|@", "a\"b\\\u202e"));
    run(ExitStatus.DONE, "inspect", file);
    assertOut("vector 0  \"\\u001b[2J\"\n");
    assertOut("vector 1  \"@|bold x|@\"\n");
    assertOut("vector 2  \"a\\\"b\\\\\\u202e\"\n");
  }

  public void testVersion4AndNoVectors() throws IOException {
    write(sound().putInt(4, 4));
    run(ExitStatus.DONE, "inspect", file);
    assertOut("  id table   none\n");
    write(image());
    run(ExitStatus.DONE, "inspect", file);
    run(ExitStatus.DONE, "verify", file);
  }

  public void testSoundFileIsVerified() throws IOException {
    write(sound());
    run(ExitStatus.DONE, "verify", file);
    assertEquals(file + ": no problem in 3 vectors, 3 ids, 572 bytes\n", out);
    assertEquals("", err);
    run(ExitStatus.DONE, "verify", file, "--json");
    JsonNode json = json();
    assertTrue(json.get("ok").asBoolean());
    assertEquals(0, json.get("problems").asInt());
    assertEquals(3, json.get("checked").get("vectors").asInt());
    assertEquals(0, json.get("findings").size());
  }

  public void testShortTableAndPaddingAreAllowed() throws IOException {
    ByteBuffer bytes = sound().putInt(536, 7);
    bytes.position(bytes.position() + 100);
    write(bytes);
    run(ExitStatus.DONE, "verify", file);
    assertOut("note: " + file + ": the id table says that it has 7 entries, but has 3\n");
  }

  public void testReservedBytesAreNoted() throws IOException {
    write(sound().put(100, (byte) 1));
    run(ExitStatus.DONE, "verify", file);
    assertOut("note: " + file + ": the reserved byte 100 is not zero\n");
  }

  public void testNoOmdbFile() throws IOException {
    Files.writeString(file, "x".repeat(600), StandardCharsets.US_ASCII);
    assertProblem(
        "not a valid OMDB image: magic at byte 0 is 78787878, expected \"OMDB\", \"BDMO\","
            + " \"OMD8\" or \"8DMO\"");
    run(ExitStatus.FAILED, "inspect", file);
    assertTrue(err, err.startsWith("omdb: " + file + ": not a valid OMDB image: magic"));
    assertEquals(1, err.lines().count());
    assertEquals("", out);
  }

  public void testTruncated() throws IOException {
    ByteBuffer bytes = sound();
    int length = bytes.position();
    for (int cut = 0; cut < length; cut++) {
      bytes.position(cut);
      write(bytes);
      run(ExitStatus.FAILED, "verify", file);
      assertTrue(out, out.startsWith("problem: " + file + ": "));
      // A table that ends with an entry is short, and such files are read.
      boolean shortTable = cut == 540 || cut == 549 || cut == 563;
      run(shortTable ? ExitStatus.DONE : ExitStatus.FAILED, "inspect", file);
      assertEquals(err, shortTable ? 0 : 1, err.lines().count());
    }
  }

  public void testVersionDimensionCountAndOffset() throws IOException {
    write(sound().putInt(4, 6));
    assertProblem("not a valid OMDB image: version at byte 4 is 6, expected 4 or 5");
    write(sound().putInt(8, 2000));
    assertProblem(
        "not a valid OMDB image: vector count x dimension at byte 8 is 3 x 2000, expected vectors"
            + " that fit into the 60 bytes behind the header");
    write(sound().putInt(12, -1));
    assertProblem(
        "not a valid OMDB image: vector count at byte 12 is 4294967295, expected at most"
            + " 2147483647");
    write(sound().putLong(16, 530));
    assertProblem(
        "not a valid OMDB image: id table offset at byte 16 is 530, expected 0, or from 536 (the"
            + " end of the vectors) to 568 (4 bytes before the end)");
  }

  public void testEachBadEntryIsFound() throws IOException {
    ByteBuffer bytes = sound();
    bytes.putInt(544, 3); // the index of the first
    bytes.put(557 + 2, (byte) 0xFF); // in user_7
    write(bytes);
    assertProblem(
        "entry 0: not a valid OMDB image: vector index of an id entry at byte 544 is 3, expected"
            + " below the vector count 3");
    assertOut("entry 1: not a valid OMDB image: id at byte 557 is ");
    assertOut("expected well-formed UTF-8\n");
    assertOut(file + ": 2 problems in 3 vectors, 3 ids, 572 bytes\n");
    write(sound().putInt(549, 1000));
    assertProblem(
        "entry 1: not a valid OMDB image: length of an id at byte 549 is 1000, expected at most"
            + " the 15 bytes left");
  }

  public void testNotFinite() throws IOException {
    write(sound().putFloat(516, Float.NaN).putFloat(520, Float.NEGATIVE_INFINITY));
    assertProblem("component 1 of vector 0 is NaN, expected a finite number");
    assertOut("component 0 of vector 1 is -Infinity, expected a finite number\n");
  }

  public void testManyOfAKindAreCounted() throws IOException {
    String[] ids = new String[100];
    Arrays.setAll(ids, Integer::toString);
    ByteBuffer bytes = image(ids);
    for (int i = 0; i < 100; i++) {
      bytes.putFloat(512 + 8 * i, Float.NaN);
    }
    write(bytes);
    assertProblem("and 95 more of this kind");
    assertEquals(out, 7, out.lines().count());
    omdb("verify", file, "--json");
    JsonNode finding = json().get("findings").get(0);
    assertEquals(100, finding.get("count").asInt());
    assertEquals("vectors_finite", finding.get("check").asText());
    assertEquals("problem", finding.get("severity").asText());
    assertEquals(5, finding.get("messages").size());
  }

  public void testDuplicateId() throws IOException {
    write(image("a", "b", "a"));
    assertProblem(
        "id \"a\" of vector 0, at byte 540, is found again, last for vector 2, expected once");
  }

  public void testBytesBehindTheTableAndInTheGap() throws IOException {
    ByteBuffer bytes = sound();
    bytes.position(3000).put((byte) 7);
    write(bytes);
    assertProblem(
        "byte 3000 after the last entry is not zero, expected zeros from byte 572 to 3001");
    bytes = sound().putInt(12, 2); // the third vector is a gap then
    write(bytes.putInt(536, 2));
    assertProblem("byte 531 after the vectors is not zero, expected zeros from byte 528 to 536");
  }

  public void testPathsThatLeadNowhere() throws IOException {
    for (String command : new String[] {"inspect", "verify"}) {
      Path missing = file.resolveSibling("missing");
      run(ExitStatus.FAILED, command, missing);
      assertEquals("omdb: there is no " + missing + "\n", err);
      run(ExitStatus.FAILED, command, file.getParent());
      assertEquals(
          "omdb: "
              + file.getParent()
              + " is a folder without an index: there is no segments_N file in it\n",
          err);
      run(ExitStatus.USAGE, command);
    }
    write(sound());
    run(ExitStatus.USAGE, "verify", file, "--field", "x");
  }

  public void testHelpHasAnExample() {
    for (String command : new String[] {"inspect", "verify"}) {
      run(ExitStatus.DONE, command, "--help");
      assertOut("omdb " + command + " my-index");
    }
  }
}
