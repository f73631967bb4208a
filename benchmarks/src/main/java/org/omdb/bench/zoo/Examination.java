// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.search.TopDocs;
import org.omdb.bench.zoo.distribution.Drawn;
import org.omdb.bench.zoo.distribution.Points;
import org.omdb.bench.zoo.index.ZooIndex;

/** Measures the recall of an index, and checks its hits against recomputed exact scores. */
final class Examination {

  private final Drawn drawn;
  private final Truth truth;

  /** The rows of stored vectors that are searched for. */
  private final int[] selves;

  Examination(Drawn drawn, Truth truth, int[] selves) {
    this.drawn = drawn;
    this.truth = truth;
    this.selves = selves;
  }

  /** Searches once for each query and for each of the stored vectors. */
  Findings of(ZooIndex index, int k) throws IOException {
    HitCheck check = new HitCheck(index, drawn);
    int wanted = truth.hits(k);
    String broken = null;
    long near = 0;
    Points queries = drawn.queries();
    for (int query = 0; query < queries.size(); query++) {
      TopDocs hits = index.search(queries, query, k);
      broken = broken != null ? broken : check.complaint(queries, query, hits, wanted);
      near += near(index, query, k, hits);
    }
    int found = 0;
    Points base = drawn.base();
    for (int row : selves) {
      TopDocs hits = index.search(base, row, k);
      broken = broken != null ? broken : check.complaint(base, row, hits, wanted);
      found += findsItself(index, row, hits) ? 1 : 0;
    }
    double all = (double) wanted * queries.size();
    return new Findings(near / all, (double) found / selves.length, broken, Double.NaN);
  }

  private int near(ZooIndex index, int query, int k, TopDocs hits) {
    return (int)
        rows(index, hits)
            .distinct()
            .filter(row -> truth.isNear(query, k, score(drawn.queries(), query, row)))
            .count();
  }

  private boolean findsItself(ZooIndex index, int self, TopDocs hits) {
    float own = score(drawn.base(), self, self);
    return rows(index, hits).anyMatch(row -> Truth.reaches(score(drawn.base(), self, row), own));
  }

  private static IntStream rows(ZooIndex index, TopDocs hits) {
    return Stream.of(hits.scoreDocs).mapToInt(hit -> index.row(hit.doc));
  }

  private float score(Points queries, int query, int row) {
    return queries.score(drawn.of().similarity(), query, drawn.base(), row);
  }
}
