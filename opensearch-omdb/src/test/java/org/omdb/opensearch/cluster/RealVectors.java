// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.demo.ClassVectors;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;

/**
 * Vectors with names: 8,000 words of word2vec where {@code ../shared/data}, or {@code OMDB_DATA},
 * has them, else the classes of the JDK.
 *
 * @param source where they are from
 * @param ids a name each
 * @param vectors one for each id, all of one length
 */
public record RealVectors(String source, List<String> ids, List<float[]> vectors) {

  /** Reads the first ones. */
  public static RealVectors read(int most) throws IOException {
    String folder = System.getenv("OMDB_DATA");
    Path data =
        folder == null
            ? Path.of(System.getProperty("omdb.basedir", ".")).resolveSibling("shared/data")
            : Path.of(folder);
    Path set = data.resolve("word2vec-gnews8k-300d");
    Path rows = set.resolve("vectors_8000x300_f32.npy");
    return Files.isReadable(rows)
        ? words(rows, Files.readAllLines(set.resolve("words.txt")), most)
        : classes(most);
  }

  private static RealVectors words(Path rows, List<String> words, int most) throws IOException {
    List<float[]> vectors = new ArrayList<>();
    try (VectorSource source = SourceFormats.open(SourceFile.open(rows), null, Columns.DEFAULT)) {
      while (vectors.size() < most && source.next()) {
        vectors.add(source.vector().clone());
      }
    } catch (CommandFailure e) {
      throw new IOException(rows + " can't be read", e);
    }
    return new RealVectors("word2vec", List.copyOf(words.subList(0, vectors.size())), vectors);
  }

  private static RealVectors classes(int most) throws IOException {
    SortedMap<String, float[]> all = ClassVectors.ofJdk().all();
    List<String> ids = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (Map.Entry<String, float[]> one : all.entrySet()) {
      if (ids.size() < most) {
        ids.add(one.getKey());
        vectors.add(one.getValue());
      }
    }
    return new RealVectors("JDK classes", ids, vectors);
  }

  /** The vector of each id, in a map of the caller's own. */
  public Map<String, float[]> byId() {
    Map<String, float[]> byId = new HashMap<>();
    for (int i = 0; i < size(); i++) {
      byId.put(ids.get(i), vectors.get(i));
    }
    return byId;
  }

  /** How many there are. */
  public int size() {
    return ids.size();
  }

  /** The length of each vector. */
  public int dimension() {
    return vectors.get(0).length;
  }
}
