// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.util.Locale;
import java.util.Map;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import picocli.CommandLine.TypeConversionException;

public class TestSimilarity extends LuceneTestCase {

  private final Similarity.Converter converter = new Similarity.Converter();

  public void testNamesInAnyCase() {
    for (Similarity similarity : Similarity.values()) {
      assertSame(similarity, converter.convert(similarity.name()));
      assertSame(similarity, converter.convert(similarity.name().toUpperCase(Locale.ROOT)));
    }
  }

  public void testEachSimilarityOfLuceneHasAName() {
    for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
      assertSame(function, Similarity.of(function).function());
    }
  }

  private String refusal(String name) {
    return expectThrows(TypeConversionException.class, () -> converter.convert(name)).getMessage();
  }

  /** As other libraries and databases call them. */
  public void testNamesOfOthersGetASuggestion() {
    String either = "dot, for vectors of length 1, or mip, for vectors of any length?";
    Map<String, String> meant =
        Map.ofEntries(
            Map.entry("l2", "euclidean?"),
            Map.entry("L2", "euclidean?"),
            Map.entry("l2_norm", "euclidean?"),
            Map.entry("l2-squared", "euclidean?"),
            Map.entry("Euclid", "euclidean?"),
            Map.entry("METRIC_L2", "euclidean?"),
            Map.entry("vector_l2_ops", "euclidean?"),
            Map.entry("euclidean_distance", "euclidean?"),
            Map.entry("angular", "cosine?"),
            Map.entry("cosine_similarity", "cosine?"),
            Map.entry("cosinesimil", "cosine?"),
            Map.entry("ip", either),
            Map.entry("inner_product", either),
            Map.entry("METRIC_INNER_PRODUCT", either),
            Map.entry("dotproduct", either),
            Map.entry("DOT_PRODUCT", either),
            Map.entry("maximum_inner_product", "mip?"),
            Map.entry("max-inner-product", "mip?"));
    meant.forEach(
        (name, expected) -> {
          String message = refusal(name);
          assertTrue(message, message.startsWith("it is \"" + name + "\", expected euclidean, "));
          assertTrue(message, message.endsWith(": did you mean " + expected));
        });
  }

  public void testOthersGetTheListOnly() {
    assertEquals("it is \"hamming\", expected euclidean, cosine, dot, mip", refusal("hamming"));
    assertTrue(refusal("").endsWith("expected euclidean, cosine, dot, mip"));
  }
}
