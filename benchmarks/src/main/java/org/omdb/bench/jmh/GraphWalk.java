// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.jmh;

import java.io.IOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A search in a segment of the default codec: the whole query, and the graph search alone. */
public class GraphWalk extends MicroBenchmark {

  /** Number of components. */
  @Param({"128", "768"})
  public int dimension;

  /** Number of vectors in the graph. */
  @Param({"20000"})
  public int rows;

  /** Number of candidates that the search keeps. */
  @Param({"15", "100"})
  public int fanout;

  private TemporaryIndex index;
  private IndexSearcher searcher;
  private LeafReader leaf;
  private float[][] queries;
  private int next;

  /** Called by JMH. */
  public GraphWalk() {}

  /**
   * Builds the graph.
   *
   * @throws IOException if that fails
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    index =
        TemporaryIndex.build(
            rows,
            dimension,
            new OmdbCodec(),
            (set, row) -> {
              Document document = new Document();
              document.add(
                  new OmdbVectorField(
                      TemporaryIndex.FIELD,
                      set.ids().get(row),
                      set.base().get(row),
                      set.similarity()));
              return document;
            });
    searcher = new IndexSearcher(index.reader());
    searcher.setQueryCache(null);
    leaf = index.leaf();
    queries = index.set().queries().asList().toArray(float[][]::new);
  }

  /**
   * Deletes the index.
   *
   * @throws IOException if that fails
   */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    index.close();
  }

  private float[] query() {
    next = (next + 1) % queries.length;
    return queries[next];
  }

  /**
   * The whole query, as a user runs it.
   *
   * @return the hits
   * @throws IOException if reading fails
   */
  @Benchmark
  public TopDocs query10() throws IOException {
    return searcher.search(new KnnFloatVectorQuery(TemporaryIndex.FIELD, query(), fanout), 10);
  }

  /**
   * The graph search alone, without the query around it.
   *
   * @return the hits
   * @throws IOException if reading fails
   */
  @Benchmark
  public TopDocs walk() throws IOException {
    TopKnnCollector collector = new TopKnnCollector(fanout, Integer.MAX_VALUE);
    leaf.searchNearestVectors(
        TemporaryIndex.FIELD, query(), collector, AcceptDocs.fromLiveDocs(null, leaf.maxDoc()));
    return collector.topDocs();
  }
}
