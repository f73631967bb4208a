// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.Parser.ParseContext;

public class TestShellCompleter extends ShellTestCase {

  /** The candidates for the word at a {@code |}. */
  private List<String> complete(String line) {
    int cursor = line.indexOf('|');
    CompletingParsedLine parsed =
        (CompletingParsedLine)
            new ShellParser()
                .parse(
                    line.replace("|", ""),
                    cursor,
                    random().nextBoolean() ? ParseContext.COMPLETE : ParseContext.UNSPECIFIED);
    String typed = parsed.word().substring(0, parsed.wordCursor());
    List<Candidate> candidates = new ArrayList<>();
    new ShellCompleter(session()).complete(null, parsed, candidates);
    return candidates.stream()
        .map(Candidate::value)
        .filter(value -> value.startsWith(typed)) // as JLine does
        .sorted()
        .collect(Collectors.toList());
  }

  public void testCommands() {
    assertEquals(List.of("search"), complete("sea|"));
    assertEquals(List.of("search"), complete("omdb sea|"));
    assertEquals(List.of("help"), complete("he|"));
    assertEquals(List.of("exit", "export"), complete("ex|"));
    assertEquals(List.of("inspect"), complete("help ins|"));
    assertEquals(List.of(), complete("she|"));
    assertEquals(List.of(), complete("nonsense a|"));
  }

  public void testOptionsAndTheirValues() {
    assertEquals(List.of("--with-self"), complete("search --wi|"));
    assertEquals(List.of("cosine"), complete("import --similarity co|"));
    assertEquals(List.of("--similarity=cosine"), complete("import --similarity=co|"));
    assertTrue(complete("upgrade --to |").containsAll(List.of("lucene", "omdb")));
  }

  public void testIds() throws IOException {
    importIds("v", "apple", "apricot", "pear", "a b", "it's");
    assertEquals(List.of("apple", "apricot"), complete("get ap|"));
    assertEquals(List.of("apple", "apricot"), complete("search --id ap|"));
    assertEquals(List.of("--id=apple", "--id=apricot"), complete("search --id=ap|"));
    assertEquals(List.of("apple", "apricot"), complete("delete pear ap| x"));
    assertEquals(List.of("pear"), complete("get p|xyz"));
    assertEquals(List.of("a b"), complete("get 'a |"));
    assertEquals(List.of("a b"), complete("get a\\ |"));
    assertEquals(List.of("v"), complete("get --field |"));
    assertEquals(List.of("apple", "apricot"), complete("get --field v ap|"));
    assertEquals(List.of(), complete("get --field w ap|"));
    // a number is no id
    assertEquals(List.of(), complete("search -k ap|"));
  }

  public void testFiles() throws IOException {
    Files.writeString(folder.resolve("rows one.txt"), "");
    Files.createDirectory(folder.resolve("rows"));
    String start = folder + "/";
    assertEquals(
        List.of(start + "rows one.txt", start + "rows/"), complete("import " + start + "ro|"));
    assertEquals(
        List.of(start + "rows/"),
        complete("import --ids " + start + "rows/|".replace("/|", "|")).stream()
            .filter(f -> f.endsWith("/"))
            .toList());
    assertEquals(List.of(), complete("import " + start + "nowhere/|"));
  }

  /** They could give commands to the terminal when they are listed. */
  public void testNamesWithControlCharactersAreNotOffered() throws IOException {
    importIds("v", "apple", "app\\u001b[2J");
    assertEquals(List.of("apple"), complete("get app|"));
    Files.writeString(folder.resolve("app.txt"), "");
    try {
      Files.writeString(folder.resolve("app\u001b[2J.txt"), "");
    } catch (
        @SuppressWarnings("unused")
        InvalidPathException e) { // as on Windows, where there can't be such a file
      return;
    }
    assertEquals(List.of(folder + "/app.txt"), complete("import " + folder + "/app|"));
  }

  public void testADamagedIndexOffersNothing() throws IOException {
    importIds("v", "apple");
    try (var files = Files.list(path)) {
      for (var file : files.toList()) {
        Files.writeString(file, "damaged");
      }
    }
    assertEquals(List.of(), complete("get ap|"));
  }

  /** What JLine replaces in the line. */
  public void testWordAtTheCursor() {
    CompletingParsedLine line =
        (CompletingParsedLine) new ShellParser().parse("get 'a b' c", 7, ParseContext.COMPLETE);
    assertEquals("a b", line.word());
    assertEquals(2, line.wordCursor());
    assertEquals(1, line.wordIndex());
    assertEquals(3, line.rawWordCursor());
    assertEquals(5, line.rawWordLength());
    CompletingParsedLine between =
        (CompletingParsedLine) new ShellParser().parse("get  c", 4, ParseContext.COMPLETE);
    assertEquals(List.of("get", "", "c"), between.words());
    assertEquals(1, between.wordIndex());
    assertEquals("", between.word());
    assertEquals("a\\ b", line.escape("a b", true));
  }
}
