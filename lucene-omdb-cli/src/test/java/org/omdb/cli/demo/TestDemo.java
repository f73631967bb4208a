// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.Omdb;
import org.omdb.cli.console.ExitStatus;
import org.omdb.lucene.OmdbVectorIds;
import picocli.CommandLine;

public class TestDemo extends LuceneTestCase {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int omdb(String... args) {
    CommandLine omdb = Omdb.commandLine();
    omdb.setOut(new PrintWriter(out, true));
    omdb.setErr(new PrintWriter(err, true));
    omdb.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return omdb.execute(args);
  }

  public void testPrintsNeighborsAndChecks() {
    assertEquals(err.toString(), 0, omdb("demo", "--package", "java.util"));
    assertEquals("", err.toString());
    String text = out.toString();
    for (String expected :
        new String[] {
          "java.util.ArrayList",
          "java.util.LinkedList",
          "deleted",
          "updated",
          "CheckIndex: clean",
          ".omdb",
          "Every id is with its vector."
        }) {
      assertTrue(expected + " is not in\n" + text, text.contains(expected));
    }
  }

  public void testLikeSearchesOneClassOnly() {
    String[] args = {"demo", "--package", "java.util", "--like", "java.util.Map$Entry"};
    assertEquals(err.toString(), 0, omdb(args));
    assertTrue(out.toString().contains("java.util.AbstractMap.SimpleEntry"));
    assertFalse(out.toString().contains("java.util.ArrayList"));
  }

  public void testUnknownClassGetsOneLineWithSuggestions() {
    assertEquals(
        ExitStatus.USAGE, omdb("demo", "--package", "java.util", "--like", "java.util.HasMap"));
    assertEquals("", out.toString());
    assertTrue(
        err.toString(),
        err.toString()
            .startsWith(
                "omdb: no public class is called \"java.util.HasMap\": did you mean"
                    + " java.util.HashMap"));
    assertEquals(1, err.toString().lines().count());
  }

  public void testUnknownClassLikeNoneGetsOneLine() {
    assertEquals(ExitStatus.USAGE, omdb("demo", "--package", "java.util", "--like", "qqqqqq"));
    assertEquals(
        "omdb: no public class is called \"qqqqqq\"; give its full name, such as"
            + " java.util.HashMap",
        err.toString().strip());
  }

  public void testUnknownPackage() {
    assertEquals(ExitStatus.USAGE, omdb("demo", "--package", "no.such"));
    assertEquals(
        "omdb: no module of this JDK exports no.such to everybody", err.toString().strip());
  }

  public void testIndexIsKeptAndOverwrittenByTheNextDemo() throws IOException {
    Path folder = createTempDir().resolve("new");
    for (int i = 0; i < 2; i++) {
      String[] args = {"demo", "--package", "java.util.zip", "--index", folder.toString()};
      assertEquals(err.toString(), 0, omdb(args));
    }
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertTrue(OmdbVectorIds.find(reader, DemoIndex.FIELD, "java.util.zip.Adler32") >= 0);
    }
  }

  public void testFolderOfOthersIsLeftAlone() throws IOException {
    Path folder = createTempDir();
    Files.writeString(folder.resolve("thesis.txt"), "precious", StandardCharsets.UTF_8);
    String[] args = {"demo", "--package", "java.util.zip", "--index", folder.toString()};
    assertEquals(ExitStatus.USAGE, omdb(args));
    assertTrue(err.toString(), err.toString().contains("choose another folder"));
    assertEquals("precious", Files.readString(folder.resolve("thesis.txt")));
  }

  public void testIndexOfOthersIsLeftAlone() throws IOException {
    Path folder = createTempDir();
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.addDocument(new Document());
    }
    String[] args = {"demo", "--package", "java.util.zip", "--index", folder.toString()};
    assertEquals(ExitStatus.USAGE, omdb(args));
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertEquals(1, reader.numDocs());
    }
  }

  public void testFileInTheFoldersPlaceIsLeftAlone() throws IOException {
    Path file = createTempFile();
    assertEquals(
        ExitStatus.USAGE, omdb("demo", "--package", "java.util.zip", "--index", file.toString()));
    assertEquals("omdb: " + file + " is not a folder", err.toString().strip());
  }
}
