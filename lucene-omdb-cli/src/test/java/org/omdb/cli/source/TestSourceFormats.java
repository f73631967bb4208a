// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.spi.SourceFormat;

public class TestSourceFormats extends SourceTestCase {

  private static void assertDetected(String expected, String name, byte[] bytes)
      throws IOException, CommandFailure {
    assertEquals(expected, detect(write(name, bytes)));
  }

  private static void assertDetected(String expected, String text) throws Exception {
    assertEquals(expected, detect(write("a", text)));
  }

  public void testMagicsDecideWhateverTheName() throws Exception {
    for (String magic : List.of("OMDB", "BDMO", "OMD8", "8DMO")) {
      assertDetected("omdb", "a.npy", magic.getBytes(US_ASCII));
      assertDetected("omdb", "a", (magic + " 1 2\n").getBytes(US_ASCII));
    }
    assertDetected("npy", "a.txt", npy("<f4", "(1, 1)", floats(1)));
  }

  public void testBraceIsJson() throws Exception {
    assertDetected("jsonl", "{]");
    assertDetected("json", "{");
    assertDetected("json", "{\"vector\":\n[1]}");
    assertDetected("json", "{\"a\": [{\"vector\": [1]}]}");
    assertDetected("json", " [{\"vector\": [1]},\n{\"vector\": [1]}]");
    assertDetected(
        "jsonl", "{\"a\": \"" + "x".repeat(60_000) + "\", \"vector\": [1" + ",1".repeat(5_000));
    assertDetected(
        "json",
        "{\"a\": \"" + "x".repeat(60_000) + "\", \"b\": [{\"vector\": [1" + ",1".repeat(5_000));
    assertDetected("text", "[ 1 2");
    assertDetected("jsonl", "\r\n \t{\"vector\": [1]}");
    assertDetected("jsonl", "\ufeff{\"vector\": [1]}");
  }

  public void testVecsByTheirName() throws Exception {
    assertDetected("fvecs", "a.fvecs", fvecs(new float[4]));
    assertDetected("fvecs", "A.FVECS", fvecs(new float[4]));
    assertDetected("fvecs", "brace.fvecs", fvecs(new float['{']));
    assertDetected("bvecs", "a.bvecs", new byte[] {1, 0, 0, 0, 9});
  }

  public void testText() throws Exception {
    for (String text :
        List.of(
            "word 1 2 3",
            "3 300\nword",
            "\n\nword\t\t1\r\n",
            "\ufeffword -1.5e-3",
            "word nan 1",
            "word -Inf",
            "é 1")) {
      assertDetected("text", text);
    }
    assertDetected("text", "word " + "0.123 ".repeat(50_000));
  }

  public void testAnythingElseIsRefusedWithWhatWasFound() throws Exception {
    String names = String.join(", ", SourceFormats.all().stream().map(SourceFormat::name).toList());
    String expected =
        ", expected a file of one of the formats " + names.replaceFirst(", (\\w+)$", " or $1");
    refused(
        "a",
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n', 0},
        "found first bytes 89 50 4e 47 0d 0a 1a 0a, \"\\x89PNG\\x0d\\x0a\\x1a\\x0a\"" + expected);
    refused(
        "a.txt",
        "word\n".getBytes(US_ASCII),
        "found first bytes 77 6f 72 64 0a, \"word\\x0a\"" + expected);
    refused(
        "a.csv",
        "id,1,2".getBytes(US_ASCII),
        "found first bytes 69 64 2c 31 2c 32, \"id,1,2\"" + expected);
    refused(
        "a.txt",
        "two words".getBytes(US_ASCII),
        "found first bytes 74 77 6f 20 77 6f 72 64, \"two word\"" + expected);
    refused("a", " \n".getBytes(US_ASCII), "found first bytes 20 0a, \" \\x0a\"" + expected);
    refused("a", new byte[0], "found an empty file, expected vectors");
    refused("a.fvecs", new byte[0], "found an empty file, expected vectors");
    refused(
        "a.fvecs",
        new byte[] {1, 0, 0, 0, 0},
        "byte 0: found 5 bytes at the end of the file, expected rows of 8 bytes, as the dimension"
            + " of row 0, 1, makes them");
    refused("a.bvecs", new byte[8], "row 0: found dimension 0, expected 1 to 16384");
  }

  private static void refused(String name, byte[] bytes, String expected) throws IOException {
    Path file = write(name, bytes);
    CommandFailure failure = expectThrows(CommandFailure.class, () -> open(null, file));
    assertEquals(file + ": " + expected, failure.getMessage());
  }

  public void testFolderIsRefused() {
    Path folder = createTempDir();
    CommandFailure failure = expectThrows(CommandFailure.class, () -> detect(folder));
    assertEquals(folder + ": found a folder, expected a file", failure.getMessage());
  }

  public void testMissingFileIsAnIOException() {
    Path file = createTempDir().resolve("missing");
    expectThrows(NoSuchFileException.class, () -> detect(file));
    expectThrows(NoSuchFileException.class, () -> open(null, file));
  }

  public void testEachFormatHasAFuzzTarget() {
    Set<String> fuzzed = new TreeSet<>(Set.of("omdb")); // which is no SourceTarget
    SourceTargets.all().forEach(target -> fuzzed.add(target.format().name()));
    Set<String> names = new TreeSet<>();
    SourceFormats.all().forEach(format -> names.add(format.name()));
    assertEquals(names, fuzzed);
  }

  public void testEmptyFileIsRefusedInEveryFormat() throws Exception {
    for (SourceFormat format : SourceFormats.all()) {
      if (format.name().equals("omdb") == false) {
        assertRefused(format, write("a", new byte[0]), "found an empty file, expected vectors");
      }
    }
  }
}
