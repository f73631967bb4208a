// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench;

import java.nio.file.Path;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.bench.data.Sets;
import org.omdb.bench.data.SimilarityName;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for the folder of sets, and for the similarity of a user's own sets. */
final class DataOptions {

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the sets. A set is an .hdf5 file of ann-benchmarks, or a folder with a .npy or"
              + " .fvecs file of vectors. Queries can be in a second such file, with quer or test in"
              + " its name. Ids can be in a .txt file with one line per row. Default: $OMDB_DATA, or"
              + " ../shared/data if that is not set.")
  private Path data;

  @Option(
      names = "--similarity",
      paramLabel = "NAME",
      description =
          "Similarity of the vectors in your own folders: cosine, euclidean, dot or mip. Default: the"
              + " similarity in the file's name, else cosine for .npy and euclidean for .fvecs.")
  private String similarity;

  /**
   * The sets of the data folder.
   *
   * @param base folder of the project
   * @param scratch folder for temporary files of vectors
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
