// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * A known set: a folder of files with given names.
 *
 * @param name of the set and its folder
 * @param description where the vectors are from
 * @param similarity for which the vectors were made
 * @param base file of the vectors
 * @param ids file with an id per line; null if there are none
 * @param queries file of the queries; null if there are none
 * @param neighbors ivecs file of the true neighbors; null if there is none
 */
record FolderSet(
    String name,
    String description,
    VectorSimilarityFunction similarity,
    String base,
    String ids,
    String queries,
    String neighbors) {

  /** The sets of {@code ../shared/data}. */
  static final List<FolderSet> KNOWN =
      List.of(
          new FolderSet(
              "fashion-mnist",
              "Zalando's Fashion-MNIST, pixels 0 to 255",
              VectorSimilarityFunction.EUCLIDEAN,
              "train_60000x784_u8.npy",
              "train_ids.txt",
              "test_10000x784_u8.npy",
              null),
          new FolderSet(
              "word2vec-gnews8k-300d",
              "words of Google News by word2vec",
              VectorSimilarityFunction.COSINE,
              "vectors_8000x300_f32.npy",
              "words.txt",
              null,
              null),
          new FolderSet(
              "debian-minilm-384d",
              "descriptions of Debian 12's packages by all-MiniLM-L6-v2; queries are the one-line"
                  + " descriptions of other packages",
              VectorSimilarityFunction.COSINE,
              "base_61815x384_f16.npy",
              "packages.txt",
              "queries_1000x384_f16.npy",
              null),
          new FolderSet(
              "sift5k-128d",
              "SIFT descriptors shipped with NGT",
              VectorSimilarityFunction.EUCLIDEAN,
              "base_5000x128_u8.npy",
              null,
              null,
              null));

  /** A folder of the TEXMEX corpus, with {@code sift/sift_base.fvecs} and so on. */
  static FolderSet texmex(String name) {
    return new FolderSet(
        name,
        "TEXMEX " + name,
        VectorSimilarityFunction.EUCLIDEAN,
        name + "_base.fvecs",
        null,
        name + "_query.fvecs",
        name + "_groundtruth.ivecs");
  }

  boolean isIn(Path data) {
    return Files.isReadable(data.resolve(name).resolve(base));
  }

  /**
   * Reads the files.
   *
   * @param data folder that has the folder of the set
   * @param maxQueries maximum number of queries
   * @param scratch folder for the rows
   * @throws IOException if a file is missing or damaged
   */
  VectorSet load(Path data, int maxQueries, Path scratch) throws IOException {
    Path folder = data.resolve(name);
    Vectors vectors = VectorFiles.load(folder.resolve(base), Integer.MAX_VALUE, scratch);
    List<String> idsOfAll =
        ids == null
            ? new RowIds(
                name.substring(0, name.indexOf('-') < 0 ? name.length() : name.indexOf('-')),
                vectors.size())
            : Files.readAllLines(folder.resolve(ids));
    if (queries == null) {
      return HeldOut.split(name, description, similarity, vectors, idsOfAll)
          .firstQueries(maxQueries);
    }
    return new VectorSet(
        name,
        VectorSet.Origin.REAL,
        description,
        similarity,
        vectors,
        idsOfAll,
        VectorFiles.load(folder.resolve(queries), maxQueries, scratch),
        neighbors == null || Files.exists(folder.resolve(neighbors)) == false
            ? null
            : IvecsFile.read(folder.resolve(neighbors)));
  }
}
