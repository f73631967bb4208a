// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.lucene.index.VectorSimilarityFunction;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How vectors are compared, by the names of {@code --similarity}. */
public enum Similarity {
  /** Euclidean distance. */
  euclidean(VectorSimilarityFunction.EUCLIDEAN),

  /** The angle between vectors, whatever their length. */
  cosine(VectorSimilarityFunction.COSINE),

  /** Dot product of vectors of length 1. */
  dot(VectorSimilarityFunction.DOT_PRODUCT),

  /** Dot product of vectors of any length: maximum inner product. */
  mip(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);

  private final VectorSimilarityFunction function;

  Similarity(VectorSimilarityFunction function) {
    this.function = function;
  }

  /** {@return the function of this name} */
  public VectorSimilarityFunction function() {
    return function;
  }

  /**
   * The name of a function.
   *
   * @param function of a field
   * @return its name
   */
  public static Similarity of(VectorSimilarityFunction function) {
    for (Similarity similarity : values()) {
      if (similarity.function == function) {
        return similarity;
      }
    }
    throw new AssertionError(function);
  }

  /** Reads a name, and knows those that other libraries and databases have for the same. */
  public static final class Converter implements ITypeConverter<Similarity> {

    private static final String EITHER =
        "dot, for vectors of length 1, or mip, for vectors of any length";

    /** What to say here for names elsewhere, in lower case and without {@link #DECORATION}. */
    private static final Map<String, String> ELSEWHERE =
        Map.ofEntries(
            entry("l2", "euclidean"),
            entry("l2squared", "euclidean"),
            entry("squaredl2", "euclidean"),
            entry("euclid", "euclidean"),
            entry("euclidean", "euclidean"),
            entry("sqeuclidean", "euclidean"),
            entry("cos", "cosine"),
            entry("cosine", "cosine"),
            entry("cosinesimil", "cosine"),
            entry("angular", "cosine"),
            entry("dot", EITHER),
            entry("dotproduct", EITHER),
            entry("ip", EITHER),
            entry("innerproduct", EITHER),
            entry("mips", "mip"),
            entry("maxip", "mip"),
            entry("maxinnerproduct", "mip"),
            entry("maximuminnerproduct", "mip"));

    private static final Pattern DECORATION =
        Pattern.compile("[^a-z0-9]|^metric|^vector|(norm|distance|similarity|ops)$");

    @Override
    public Similarity convert(String typed) {
      for (Similarity similarity : values()) {
        if (similarity.name().equalsIgnoreCase(typed)) {
          return similarity;
        }
      }
      throw new TypeConversionException(
          "it is \""
              + typed
              + "\", expected "
              + Arrays.stream(values()).map(Similarity::name).collect(Collectors.joining(", "))
              + suggestion(typed));
    }

    private static String suggestion(String typed) {
      String name = DECORATION.matcher(typed.toLowerCase(Locale.ROOT)).replaceAll("");
      String meant = ELSEWHERE.get(name);
      return meant == null ? "" : ": did you mean " + meant + "?";
    }
  }
}
