// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.spi;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Names by which columns of ids and of vectors are known, so that they need no option. */
public final class KnownNames {

  /** What this library calls a vector. */
  public static final String VECTOR = "vector";

  /**
   * Columns of ids, the first of which that is there counts. Names with a point are paths: MongoDB
   * writes {@code {"_id": {"$oid": "..."}}}, Weaviate {@code {"_additional": {"id": "..."}}}.
   */
  public static final List<String> IDS =
      List.of(
          "id",
          "_id",
          "uuid",
          "custom_id",
          "_id.$oid",
          "_additional.id",
          "doc_id",
          "document_id",
          "docid",
          "pk",
          "ids");

  /** Columns of vectors, the first of which that is there counts. */
  public static final List<String> VECTORS =
      List.of(
          VECTOR,
          "embedding",
          "values",
          "emb",
          "vectors",
          "embeddings",
          "vec",
          "embs",
          "dense_vector",
          "features");

  private static final Pattern VECTOR_ENDING =
      Pattern.compile(
          "(?i:.*[_-](vector|vec|embedding|emb|embeddings))|.*[a-z0-9](Vector|Vec|Embedding|Emb|Embeddings)");

  private static final Pattern ID_ENDING =
      Pattern.compile(
          "(?i:(.*[._-])?(ids?|uuid|guid|key|pk|sku|asin|isbn|doi|url|uri|slug|word|token))"
              + "|.*[a-z0-9](Id|ID|Uuid|Key|Url|URL)");

  private KnownNames() {}

  /**
   * Whether a column of this name looks like one of vectors: it has one of the {@link #VECTORS
   * names}, or one that ends with such a word.
   *
   * @param name without a path
   * @return whether it is known
   */
  public static boolean isVector(String name) {
    return VECTORS.contains(name.toLowerCase(Locale.ROOT)) || VECTOR_ENDING.matcher(name).matches();
  }

  /**
   * Which columns of vectors are meant, if nobody said so: the first of the {@link #VECTORS names}
   * that is there; else those that {@linkplain #isVector look} like one; else all.
   *
   * @param columns those that have lists of numbers
   * @param name of a column, without a path
   * @return one; none if there are none; or several, of which none is better than the others
   */
  public static <T> List<T> bestVectors(List<T> columns, Function<T, String> name) {
    for (String known : VECTORS) {
      for (T column : columns) {
        if (name.apply(column).equalsIgnoreCase(known)) {
          return List.of(column);
        }
      }
    }
    List<T> likely = columns.stream().filter(column -> isVector(name.apply(column))).toList();
    return likely.isEmpty() ? columns : likely;
  }

  /**
   * Whether a column looks like one of ids, though nobody said so.
   *
   * @param path of the column
   * @return by its name
   */
  public static boolean looksLikeId(String path) {
    return ID_ENDING.matcher(path).matches();
  }
}
