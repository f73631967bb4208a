// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.tests.util.LuceneTestCase;

/** What is added is found, and stays. */
public class TestPackageIndex extends LuceneTestCase {

  private static final List<SoftwarePackage> SOME =
      List.of(
          new SoftwarePackage("jpegoptim", "utility to optimize jpeg files"),
          new SoftwarePackage("mpg123", "MPEG layer 1/2/3 audio player"),
          new SoftwarePackage("bc", "GNU bc arbitrary precision calculator language"),
          new SoftwarePackage("wdiff", "Compares two files word by word"));

  private static List<String> names(Answer.Column column) {
    return column.hits().stream().map(Answer.Found::name).toList();
  }

  public void testModelKnowsWhatAQuestionMeans() throws Exception {
    try (PackageIndex index =
        new PackageIndex(createTempDir(), new AllMiniLmL6V2QuantizedEmbeddingModel())) {
      index.add(SOME);
      Answer pictures = index.search("shrink pictures without losing quality");
      assertEquals(4, pictures.packages());
      assertEquals("jpegoptim", names(pictures.vector()).get(0));
      assertEquals("no word is the same", List.of(), names(pictures.text()));
      assertEquals(names(pictures.vector()), names(pictures.hybrid()));

      assertEquals(
          "another form of a word", List.of("wdiff"), names(index.search("comparing").text()));

      Answer words = index.search("wdiff");
      assertEquals(List.of("wdiff"), names(words.text()));
      assertEquals("wdiff", names(words.hybrid()).get(0));
      Answer.Found found = words.text().hits().get(0);
      assertEquals("Compares two files word by word", found.description());
      assertTrue(found.score() > 0);
    }
  }

  public void testSecondStartEmbedsWhatIsNewOrChanged() throws Exception {
    Path folder = createTempDir().resolve("store");
    WordModel model = new WordModel();
    try (PackageIndex index = new PackageIndex(folder, model)) {
      assertEquals(SOME, index.missing(SOME));
      index.add(SOME.subList(0, 3));
      assertEquals(SOME.subList(3, 4), index.missing(SOME));
      assertEquals(3, model.embedded.get());
    }
    SoftwarePackage changed = new SoftwarePackage("bc", "calculates");
    try (PackageIndex index = new PackageIndex(folder, model)) {
      assertEquals(3, index.count());
      assertEquals(List.of(), index.missing(SOME.subList(0, 3)));
      assertEquals(List.of(changed), index.missing(List.of(SOME.get(0), changed)));
      index.add(List.of(changed));
      assertEquals(3, index.count());
      assertEquals(List.of("bc"), names(index.search("calculates").text()));
      assertEquals(List.of(), names(index.search("arbitrary").text()));
    }
  }

  public void testPackagesThatAreNoLongerListedAreNotFound() throws Exception {
    Path folder = createTempDir().resolve("store");
    WordModel model = new WordModel();
    try (PackageIndex index = new PackageIndex(folder, model)) {
      index.add(SOME);
    }
    List<SoftwarePackage> listed = new ArrayList<>(SOME.subList(1, 3));
    for (int i = 0; i < 3_000; i++) { // as many as a source may have
      listed.add(new SoftwarePackage("new" + i, "was not there before"));
    }
    try (PackageIndex index = new PackageIndex(folder, model)) {
      index.retain(listed);
      assertEquals(2, index.count());
      assertEquals(List.of(), names(index.search("jpegoptim").text()));
      assertEquals(Set.of("mpg123", "bc"), Set.copyOf(names(index.search("wdiff").vector())));
      assertEquals(listed.subList(2, listed.size()), index.missing(listed));
    }
  }

  public void testEmptyIndexHasNoAnswers() throws Exception {
    try (PackageIndex index = new PackageIndex(createTempDir(), new WordModel())) {
      Answer answer = index.search("anything");
      assertEquals(0, answer.packages());
      assertEquals(List.of(), names(answer.vector()));
      assertEquals(List.of(), names(answer.text()));
      assertEquals(List.of(), names(answer.hybrid()));
    }
  }
}
