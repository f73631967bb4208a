// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;

/** The check must notice what the demo claims can't happen. */
public class TestContentCheck extends LuceneTestCase {

  private static final float[] X = {1, 0};
  private static final float[] Y = {0, 1};

  private Directory directory;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    directory = new ByteBuffersDirectory();
    DemoIndex index = new DemoIndex(directory);
    index.create();
    index.add(new TreeMap<>(Map.of("a", X, "b", Y, "c", X, "gone", Y)), 2);
    index.change(Set.of("gone"), Map.of("b", X));
  }

  @Override
  public void tearDown() throws Exception {
    directory.close();
    super.tearDown();
  }

  public void testAllIsWell() throws IOException {
    ContentCheck.Result check = check(expected -> {}, Set.of("gone"));
    assertEquals(new ContentCheck.Result(3, 1, 3, 3, 3, 1, 5, List.of()), check);
  }

  public void testMissingId() throws IOException {
    ContentCheck.Result check = check(expected -> expected.put("d", X), Set.of("gone"));
    assertEquals(List.of("\"d\" is missing: the id leads to no document"), check.problems());
    assertEquals(3, check.rightIds());
  }

  public void testMadeUpId() throws IOException {
    ContentCheck.Result check = check(expected -> expected.remove("a"), Set.of("gone"));
    assertEquals(List.of("\"a\" is made up, or should have been deleted"), check.problems());
    assertEquals(2, check.rightDocuments());
  }

  public void testChangedVector() throws IOException {
    float[] almostX = {Math.nextDown(1f), 0};
    ContentCheck.Result check = check(expected -> expected.put("a", almostX), Set.of("gone"));
    String problem = "\"a\" has a changed vector";
    assertEquals(List.of(problem, problem), check.problems()); // seen from both ends
  }

  public void testDeletedIdThatIsStillThere() throws IOException {
    ContentCheck.Result check = check(expected -> {}, Set.of("gone", "a"));
    assertEquals(List.of("\"a\" was deleted, and is still found"), check.problems());
    assertEquals(1, check.goneIds());
  }

  public void testIdOfTwoDocuments() throws IOException {
    new DemoIndex(directory).add(Map.of("a", X), 1);
    ContentCheck.Result check = check(expected -> {}, Set.of("gone"));
    assertEquals(List.of("\"a\" is the id of two documents"), check.problems());
  }

  private ContentCheck.Result check(Consumer<Map<String, float[]>> change, Set<String> deleted)
      throws IOException {
    Map<String, float[]> expected = new TreeMap<>(Map.of("a", X, "b", X, "c", X));
    change.accept(expected);
    try (DirectoryReader reader = new DemoIndex(directory).open()) {
      return ContentCheck.of(reader, expected, deleted);
    }
  }
}
