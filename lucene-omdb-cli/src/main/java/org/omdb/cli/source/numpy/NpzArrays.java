// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;

/**
 * Which arrays of an archive are what.
 *
 * @param vectors the array of vectors
 * @param ids the array of ids; null if there is none
 * @param stored arrays that are to be stored
 */
record NpzArrays(String vectors, String ids, List<String> stored) {

  /** How many names a message lists. */
  private static final int MAX_LISTED = 10;

  /** Names of arrays of vectors, if there are several of two dimensions. */
  private static final List<String> VECTORS =
      List.of("vectors", "vector", "embeddings", "embedding", "emb", "values", "X");

  /** Names of arrays of ids. */
  private static final List<String> IDS =
      List.of("ids", "id", "_id", "uuids", "uuid", "keys", "words");

  /** Chooses by what the user says, or by shapes and names. */
  static NpzArrays choose(NpzArchive archive, Columns columns) throws IOException, CommandFailure {
    Map<String, NpyHeader> headers = new LinkedHashMap<>();
    for (String name : archive.names()) {
      try (SourceFile array = archive.open(name)) {
        headers.put(name, NpyHeader.read(array.window()));
      }
    }
    String vectors = columns.vectorColumn();
    if (vectors == null) {
      vectors = vectors(archive.file(), headers);
    } else {
      requireArray(archive.file(), headers, vectors, "--vector-column");
    }
    String ids = columns.idColumn();
    if (ids != null) {
      requireArray(archive.file(), headers, ids, "--id-column");
    } else if (columns.noIds() == false) {
      ids = ids(headers, headers.get(vectors));
    }
    List<String> stored =
        columns.storedColumns() == null ? List.of() : List.copyOf(columns.storedColumns());
    for (String name : stored) {
      requireArray(archive.file(), headers, name, "--store");
    }
    return new NpzArrays(vectors, ids, stored);
  }

  private static String vectors(SourceFile file, Map<String, NpyHeader> headers)
      throws CommandFailure {
    List<String> matrices = new ArrayList<>();
    headers.forEach(
        (name, header) -> {
          if (header.shape().size() == 2 && header.element() != null) {
            matrices.add(name);
          }
        });
    List<String> known = matrices.stream().filter(VECTORS::contains).toList();
    if (matrices.size() == 1 || known.size() == 1) {
      return matrices.size() == 1 ? matrices.get(0) : known.get(0);
    }
    if (matrices.isEmpty()) {
      throw BadInput.in(file, list(headers), "an array of numbers of two dimensions");
    }
    headers.keySet().retainAll(matrices);
    throw BadInput.in(file, list(headers), "--vector-column to say which has the vectors");
  }

  /** An array of a known name that has an element for each vector. */
  private static String ids(Map<String, NpyHeader> headers, NpyHeader vectors) {
    for (String name : IDS) {
      NpyHeader header = headers.get(name);
      if (header != null
          && header.isColumn()
          && vectors.shape().isEmpty() == false
          && header.shape().get(0).equals(vectors.shape().get(0))
          && "USiu".indexOf(header.kind()) >= 0) {
        return name;
      }
    }
    return null;
  }

  private static void requireArray(
      SourceFile file, Map<String, NpyHeader> headers, String name, String option)
      throws CommandFailure {
    if (headers.containsKey(name) == false) {
      throw BadInput.in(file, list(headers), BadInput.quote(name) + ", as " + option + " says");
    }
  }

  private static String list(Map<String, NpyHeader> headers) {
    StringBuilder list = new StringBuilder(headers.size() == 1 ? "the array " : "the arrays ");
    int listed = 0;
    for (Map.Entry<String, NpyHeader> array : headers.entrySet()) {
      if (listed == MAX_LISTED) {
        return list.append(", ...").toString();
      }
      list.append(listed++ == 0 ? "" : ", ");
      list.append(BadInput.quote(array.getKey())).append(' ').append(array.getValue().tuple());
    }
    return list.toString();
  }
}
