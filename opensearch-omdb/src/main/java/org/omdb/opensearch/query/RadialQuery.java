// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FloatVectorSimilarityQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TimeLimitingKnnCollectorManager;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.util.FixedBitSet;
import org.omdb.opensearch.vector.DataType;
import org.opensearch.search.query.QueryPhase;

/**
 * Finds all vectors of a shard with at least a score, however many there are. Immutable.
 *
 * <p>Lucene's query for that, {@link FloatVectorSimilarityQuery}, brings the collector. But it has
 * no bound of memory, and does not end in time where it compares all vectors of a filter. So
 * segments are searched here.
 */
final class RadialQuery extends VectorQuery {

  /** Bounds the memory of a search: some 24 bytes per hit. */
  static final int MAX_HITS = 1_000_000;

  /**
   * How much lower than {@code min_score} a score may be to become a candidate, as a part of it.
   * The last bits of Lucene's scores are off, and those of {@link ExactScores} decide.
   */
  private static final float SLACK = 1e-5f;

  /** Lucene's default: how fast a walk along links gives up where scores are too low. */
  private static final float DECAY = 0.5f;

  /** Lucene's default here: filters do not change how the graph is walked. */
  private static final int NO_SPECIAL_WALK = 0;

  private final DataType type;
  private final Query filter;
  private final int maxHits;

  /**
   * @param type of the field's vectors
   * @param minScore the lowest score that a hit may have
   * @param filter documents that may be hits; null for all
   * @param excluded is not a hit; null excludes none
   * @param maxHits more hits are an error
   */
  RadialQuery(
      String field,
      DataType type,
      float[] target,
      float minScore,
      Query filter,
      StoredDocument excluded,
      int maxHits) {
    super(field, target, minScore, excluded);
    this.type = type;
    this.filter = filter;
    this.maxHits = maxHits;
  }

  @Override
  ScoreDoc[] find(IndexSearcher searcher, FixedBitSet excludedDocs, SearchCounts counts)
      throws IOException {
    Search search = new Search(counts);
    Weight weight =
        filter == null
            ? null
            : searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
    List<Callable<List<ScoreDoc>>> tasks = new ArrayList<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      tasks.add(() -> search.leaf(leaf, weight, searcher.getTimeout()));
    }
    List<ScoreDoc> found = new ArrayList<>();
    for (List<ScoreDoc> ofLeaf : searcher.getTaskExecutor().invokeAll(tasks)) {
      for (ScoreDoc hit : ofLeaf) {
        if (excludedDocs == null || excludedDocs.get(hit.doc) == false) {
          found.add(hit);
        }
      }
    }
    return found.toArray(ScoreDoc[]::new);
  }

  /** One search of all segments, by several threads. */
  private final class Search extends FloatVectorSimilarityQuery {

    private final float least;
    private final byte[] bytes;
    private final SearchCounts counts;
    private final AtomicInteger count = new AtomicInteger();

    Search(SearchCounts counts) {
      super(
          field(),
          target(),
          minScore() * (1 - SLACK),
          DECAY,
          null,
          new CountedStrategy(counts, NO_SPECIAL_WALK));
      this.counts = counts;
      this.least = minScore() * (1 - SLACK);
      this.bytes = type == DataType.BYTE ? DataType.bytes(target()) : null;
    }

    /**
     * @param timeout null if there is none
     */
    List<ScoreDoc> leaf(LeafReaderContext leaf, Weight filterWeight, QueryTimeout timeout)
        throws IOException {
      List<ScoreDoc> hits = new ArrayList<>();
      try {
        search(leaf, filterWeight, timeout, hits);
      } catch (QueryPhase.TimeExceededException e) {
        // The filter ran out of time. What was found counts, and other segments keep theirs.
      }
      for (ScoreDoc hit : hits) {
        hit.doc += leaf.docBase;
      }
      return hits;
    }

    private void search(
        LeafReaderContext leaf, Weight filterWeight, QueryTimeout timeout, List<ScoreDoc> hits)
        throws IOException {
      AcceptDocs accepted = accepted(leaf, filterWeight);
      int limit = filterWeight == null ? Integer.MAX_VALUE : accepted.cost();
      if (limit == 0) {
        return;
      }
      KnnCollectorManager collectors = getKnnCollectorManager();
      TopDocs found =
          approximateSearch(
              leaf,
              accepted,
              limit,
              new TimeLimitingKnnCollectorManager(
                  (visitLimit, strategy, context) ->
                      new Counting(collectors.newCollector(visitLimit, strategy, context)),
                  timeout));
      counts.addVisited(found.totalHits.value());
      if (found.totalHits.relation() == TotalHits.Relation.EQUAL_TO
          || (timeout != null && timeout.shouldExit())) {
        hits.addAll(List.of(found.scoreDocs));
      } else {
        // It has compared as many vectors as the filter has. So comparing these is cheaper.
        count.addAndGet(-found.scoreDocs.length);
        compareAll(leaf, accepted.iterator(), timeout, hits);
      }
    }

    @Override
    protected TopDocs approximateSearch(
        LeafReaderContext leaf, AcceptDocs accepted, int limit, KnnCollectorManager collectors)
        throws IOException {
      if (bytes == null) {
        return super.approximateSearch(leaf, accepted, limit, collectors);
      }
      KnnCollector collector = collectors.newCollector(limit, getSearchStrategy(), leaf);
      leaf.reader().searchNearestVectors(field, bytes, collector, accepted);
      return collector.topDocs();
    }

    private static AcceptDocs accepted(LeafReaderContext leaf, Weight filterWeight)
        throws IOException {
      LeafReader reader = leaf.reader();
      if (filterWeight == null) {
        return AcceptDocs.fromLiveDocs(reader.getLiveDocs(), reader.maxDoc());
      }
      return AcceptDocs.fromIteratorSupplier(
          () -> {
            Scorer scorer = filterWeight.scorer(leaf);
            return scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
          },
          reader.getLiveDocs(),
          reader.maxDoc());
    }

    private void compareAll(
        LeafReaderContext leaf,
        DocIdSetIterator accepted,
        QueryTimeout timeout,
        List<ScoreDoc> hits)
        throws IOException {
      counts.addWay(SearchCounts.EXACT);
      VectorScorer each =
          bytes == null
              ? leaf.reader().getFloatVectorValues(field).scorer(target())
              : leaf.reader().getByteVectorValues(field).scorer(bytes);
      VectorScorer.Bulk scorer = each.bulk(accepted);
      DocAndFloatFeatureBuffer scores = new DocAndFloatFeatureBuffer();
      scorer.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, scores);
      while (scores.size > 0 && (timeout == null || timeout.shouldExit() == false)) {
        counts.addVisited(scores.size);
        for (int i = 0; i < scores.size; i++) {
          if (scores.features[i] >= least) {
            countHit();
            hits.add(new ScoreDoc(scores.docs[i], scores.features[i]));
          }
        }
        scorer.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, scores);
      }
    }

    private void countHit() {
      if (count.incrementAndGet() > maxHits) {
        throw new IllegalArgumentException(
            "field ["
                + field
                + "] has more than "
                + maxHits
                + " such vectors in a shard, which is the maximum: raise [min_score], lower"
                + " [max_distance], or ask for [k]");
      }
    }

    /** Lucene's collector does not say which vectors it takes. */
    private final class Counting extends KnnCollector.Decorator {

      Counting(KnnCollector collector) {
        super(collector);
      }

      @Override
      public boolean collect(int doc, float score) {
        if (score >= least) {
          countHit();
        }
        return super.collect(doc, score);
      }
    }
  }

  @Override
  String description() {
    return "field="
        + field()
        + ", min_score="
        + minScore()
        + (filter == null ? "" : ", filter=" + filter);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && type == ((RadialQuery) other).type
        && Objects.equals(filter, ((RadialQuery) other).filter)
        && maxHits == ((RadialQuery) other).maxHits;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Objects.hashCode(filter);
  }
}
