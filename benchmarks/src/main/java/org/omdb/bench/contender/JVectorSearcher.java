// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import io.github.jbellis.jvector.disk.ReaderSupplier;
import io.github.jbellis.jvector.disk.ReaderSupplierFactory;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex.ScoringView;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.lucene.util.IOUtils;

/** Searches a mapped JVector graph. Each thread has its own {@code GraphSearcher}. */
final class JVectorSearcher implements Searcher {

  private final VectorSimilarityFunction similarity;
  private final String[] ids;
  private final long bytes;
  private final ReaderSupplier readers;
  private final OnDiskGraphIndex graph;
  private final Queue<GraphSearcher> opened = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<GraphSearcher> searchers = ThreadLocal.withInitial(this::newSearcher);

  JVectorSearcher(Path file, VectorSimilarityFunction similarity, String[] ids) throws IOException {
    this.similarity = similarity;
    this.ids = ids;
    this.bytes = Files.size(file);
    this.readers = ReaderSupplierFactory.open(file);
    this.graph = OnDiskGraphIndex.load(readers);
  }

  private GraphSearcher newSearcher() {
    GraphSearcher searcher = new GraphSearcher(graph);
    opened.add(searcher);
    return searcher;
  }

  @Override
  public Hits search(float[] query, int k, int fanout) {
    GraphSearcher searcher = searchers.get();
    VectorFloat<?> vector = JVectorContender.TYPES.createFloatVector(query);
    ScoringView view = (ScoringView) searcher.getView();
    SearchResult result =
        searcher.search(
            new DefaultSearchScoreProvider(view.rerankerFor(vector, similarity)),
            k,
            fanout,
            0f,
            0f,
            Bits.ALL);
    SearchResult.NodeScore[] nodes = result.getNodes();
    return () -> {
      String[] found = new String[nodes.length];
      for (int i = 0; i < nodes.length; i++) {
        found[i] = ids[nodes[i].node];
      }
      return found;
    };
  }

  @Override
  public long offHeapBytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(opened);
    searchers.remove();
    IOUtils.close(graph::close, readers::close);
  }
}
