// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.data.VectorSet;

/**
 * JVector's graph with inline vectors, in one mapped file. Ids are in an array.
 *
 * <p>JVector's degree is that of the lowest layer, and so corresponds to 2M of HNSW. Overflow and
 * alpha are those of JVector's own examples. Vectors are not quantized, so the strength of JVector,
 * sets that do not fit into memory, is not measured here.
 */
final class JVectorContender implements Contender {

  static final VectorTypeSupport TYPES = VectorizationProvider.getInstance().getVectorTypeSupport();

  private static final float NEIGHBOR_OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;
  private static final int ROWS_PER_PROGRESS = 256;
  private static final String GRAPH = "graph";
  private static final String SIMILARITY = "similarity";

  @Override
  public String name() {
    return "jvector";
  }

  @Override
  public String description() {
    return "JVector 4.0.2, vectors inline, ids in an array on the heap";
  }

  /** Its lowest layer is read from the mapped file. */
  @Override
  public boolean readsFromFiles() {
    return true;
  }

  @Override
  public BuildReport build(VectorSet set, Path folder, BuildOptions options) throws IOException {
    VectorSimilarityFunction similarity = VectorSimilarityFunction.valueOf(set.similarity().name());
    long start = System.nanoTime();
    List<VectorFloat<?>> rows = new ArrayList<>(set.size());
    for (int row = 0; row < set.size(); row++) {
      rows.add(TYPES.createFloatVector(set.base().get(row)));
    }
    RandomAccessVectorValues vectors = new ListRandomAccessVectorValues(rows, set.dimension());
    Path file = folder.resolve(GRAPH);
    ForkJoinPool oneThread = new ForkJoinPool(1);
    try (GraphIndexBuilder builder =
        GraphIndexBuilder.builder(
                BuildScoreProvider.randomAccessScoreProvider(vectors, similarity),
                set.dimension(),
                List.of(2 * options.maxConn(), options.maxConn()))
            .withBeamWidth(options.beamWidth())
            .withNeighborOverflow(NEIGHBOR_OVERFLOW)
            .withAlpha(ALPHA)
            .withSimdExecutor(oneThread)
            .withParallelExecutor(oneThread)
            .build()) {
      for (int row = 0; row < set.size(); row++) {
        builder.addGraphNode(row, rows.get(row));
        if (row % ROWS_PER_PROGRESS == 0) {
          options.progress().accept(row);
        }
      }
      builder.cleanup();
      ImmutableGraphIndex graph = builder.getGraph();
      OnDiskGraphIndex.write(graph, vectors, file);
      IOUtils.fsync(file, false);
    } finally {
      oneThread.shutdown();
    }
    long ids = IdFile.write(folder, set.ids());
    Path similarityFile = folder.resolve(SIMILARITY);
    Files.writeString(similarityFile, similarity.name());
    double seconds = (System.nanoTime() - start) / 1e9;
    options.progress().accept(set.size());
    long vectorBytes = (long) set.size() * set.dimension() * Float.BYTES;
    return BuildReport.inOnePiece(
        seconds,
        new Sizes(vectorBytes, Files.size(file) - vectorBytes, 0, ids, Files.size(similarityFile)));
  }

  @Override
  public Searcher open(Path folder) throws IOException {
    return new JVectorSearcher(
        folder.resolve(GRAPH),
        VectorSimilarityFunction.valueOf(Files.readString(folder.resolve(SIMILARITY))),
        IdFile.read(folder));
  }
}
