// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.cli.demo.ClassVectors;

/**
 * All available sets, by name: folders of the data folder, including a user's own; {@code .hdf5}
 * files; {@value #JDK_CLASSES}; and {@code synthetic:<rows>x<dimension>}.
 */
public final class Sets {

  /** The set that describes the classes of the JDK, so that every machine has it. */
  public static final String JDK_CLASSES = "jdk-classes";

  /** Prefix of the names of synthetic sets; rows and dimension follow, such as {@code 5000x64}. */
  public static final String SYNTHETIC = "synthetic:";

  /** Enough for three digits of recall. */
  private static final int MAX_QUERIES = 1_000;

  private static final String HDF5 = ".hdf5";

  private static final Pattern SYNTHETIC_NAME =
      Pattern.compile(SYNTHETIC + "([1-9][0-9]{0,8})x([1-9][0-9]{0,4})");

  private final Path data;
  private final Path scratch;
  private final VectorSimilarityFunction similarity;

  /**
   * Looks for sets.
   *
   * @param data folder of the files; may be missing
   * @param scratch folder for the rows of loaded sets; created when first needed
   * @param similarity of a user's own sets; null to take it from the names of their files
   */
  public Sets(Path data, Path scratch, VectorSimilarityFunction similarity) {
    this.data = data;
    this.scratch = scratch;
    this.similarity = similarity;
  }

  /**
   * Looks for sets.
   *
   * @param data folder of the files; may be missing
   * @param scratch folder for the rows of loaded sets; created when first needed
   */
  public Sets(Path data, Path scratch) {
    this(data, scratch, null);
  }

  /**
   * The sets that exist, without the synthetic ones.
   *
   * @return names, sorted
   * @throws IOException if the data folder can't be read
   */
  public List<String> names() throws IOException {
    TreeSet<String> names = new TreeSet<>(List.of(JDK_CLASSES));
    if (Files.isDirectory(data)) {
      for (FolderSet known : FolderSet.KNOWN) {
        if (known.isIn(data)) {
          names.add(known.name());
        }
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(data)) {
        for (Path entry : entries) {
          String name = entry.getFileName().toString();
          if (name.endsWith(HDF5)) {
            names.add(name.substring(0, name.length() - HDF5.length()));
          } else if (FolderSet.texmex(name).isIn(data) || OwnFolder.isOne(entry)) {
            names.add(name);
          }
        }
      }
    }
    return List.copyOf(names);
  }

  /**
   * Whether a name is that of a synthetic set.
   *
   * @param name any
   * @return true if {@link #load} generates the set
   */
  public static boolean isSynthetic(String name) {
    return SYNTHETIC_NAME.matcher(name).matches();
  }

  /**
   * Loads a set.
   *
   * @param name one of {@link #names}, or {@code synthetic:<rows>x<dimension>}
   * @return the set, with at most 1,000 queries
   * @throws NoSuchFileException if there is none of that name; the message lists the sets that
   *     exist
   * @throws UnclearSetException if it is a user's own folder whose files do not make exactly one
   *     set
   * @throws IOException if it can't be read
   */
  public VectorSet load(String name) throws IOException {
    Files.createDirectories(scratch);
    Matcher synthetic = SYNTHETIC_NAME.matcher(name);
    if (synthetic.matches()) {
      int rows = Integer.parseInt(synthetic.group(1));
      return SyntheticRows.set(rows, Integer.parseInt(synthetic.group(2)), scratch);
    }
    if (name.equals(JDK_CLASSES)) {
      return jdkClasses();
    }
    for (FolderSet known : FolderSet.KNOWN) {
      if (known.name().equals(name) && known.isIn(data)) {
        return known.load(data, MAX_QUERIES, scratch);
      }
    }
    if (names().contains(name) == false) {
      throw new NoSuchFileException(
          name,
          null,
          "no such set, expected one of " + names() + " or " + SYNTHETIC + "<rows>x<dim>");
    }
    Path hdf5 = data.resolve(name + HDF5);
    if (Files.exists(hdf5)) {
      return Hdf5Set.load(name, hdf5, MAX_QUERIES, scratch);
    }
    FolderSet texmex = FolderSet.texmex(name);
    return texmex.isIn(data)
        ? texmex.load(data, MAX_QUERIES, scratch)
        : OwnSet.load(data.resolve(name), similarity, MAX_QUERIES, scratch);
  }

  private static VectorSet jdkClasses() throws IOException {
    SortedMap<String, float[]> vectors = ClassVectors.ofJdk().all();
    return HeldOut.split(
        JDK_CLASSES,
        "public classes of Java " + Runtime.version().feature() + " by hashed features",
        VectorSimilarityFunction.COSINE,
        Vectors.of(List.copyOf(vectors.values())),
        List.copyOf(vectors.keySet()));
  }
}
