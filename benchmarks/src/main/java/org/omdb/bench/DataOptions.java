// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench;

import java.nio.file.Path;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.bench.data.Sets;
import org.omdb.bench.data.SimilarityName;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that tell where sets are, and what of them their files don't. */
final class DataOptions {

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where sets are: folders, and hdf5 files of ann-benchmarks. A folder of any name with a"
              + " .npy or .fvecs file is a set; a second such file with quer or test in its name has"
              + " queries, a .txt with as many lines as rows has ids. Else $OMDB_DATA, else"
              + " ../shared/data.")
  private Path data;

  @Option(
      names = "--similarity",
      paramLabel = "NAME",
      description =
          "What vectors of folders of your own are compared by: cosine, euclidean, dot or mip."
              + " Default: what a part of the file's name says, else cosine for .npy, euclidean for"
              + " .fvecs.")
  private String similarity;

  /**
   * The sets that are there.
   *
   * @param base the project's folder
   * @param scratch folder for rows
   */
  Sets sets(Path base, Path scratch) {
    return new Sets(data(base), scratch, similarity());
  }

  private Path data(Path base) {
    if (data != null) {
      return data;
    }
    String variable = System.getenv("OMDB_DATA");
    if (variable != null && variable.isEmpty() == false) {
      return Path.of(variable);
    }
    return base.resolve("..").resolve("shared").resolve("data");
  }

  private VectorSimilarityFunction similarity() {
    try {
      return similarity == null ? null : SimilarityName.parse(similarity);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
