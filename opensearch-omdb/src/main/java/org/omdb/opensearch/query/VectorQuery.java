// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.FixedBitSet;
import org.opensearch.search.internal.ContextIndexSearcher;

/**
 * Finds vectors of a shard that are near to a target. Immutable.
 *
 * <p>The query is rewritten to its hits. So the vectors are searched only once, no matter how often
 * the rewritten query is scored or explained.
 */
abstract class VectorQuery extends Query {

  private final String field;
  private final float[] target;
  private final float minScore;
  private final StoredDocument excluded;

  /**
   * @param minScore the lowest score that a hit may have; 0 for any, as scores are not negative
   * @param excluded is not a hit; null excludes none
   */
  VectorQuery(String field, float[] target, float minScore, StoredDocument excluded) {
    this.field = field;
    this.target = target;
    this.minScore = minScore;
    this.excluded = excluded;
  }

  /**
   * Searches for candidates. If the time is over, they are what was found by then.
   *
   * @param counts of the shard, to which this search is added
   * @param excludedDocs documents of the whole reader that are no hits; null excludes none
   * @return documents of the whole reader with scores that may be off in the last bits, each
   *     document once, in any order
   */
  abstract ScoreDoc[] find(IndexSearcher searcher, FixedBitSet excludedDocs, SearchCounts counts)
      throws IOException;

  /** What the query wants, for explanations: the name of the field and parameters. */
  abstract String description();

  @Override
  public final Query rewrite(IndexSearcher searcher) throws IOException {
    ScoreDoc[] hits =
        searcher instanceof ContextIndexSearcher ofShard
            ? ShardRequest.hits(this, ofShard)
            : hits(searcher, new SearchCounts());
    return hits.length == 0
        ? new MatchNoDocsQuery("no vector was found, or none with min_score")
        : new FoundHits(searcher.getIndexReader(), hits, toString());
  }

  /**
   * Searches for the hits. If the time is over, they are those that were found and scored by then.
   *
   * @return best first
   */
  final ScoreDoc[] hits(IndexSearcher searcher, SearchCounts counts) throws IOException {
    IndexReader reader = searcher.getIndexReader();
    if (hasField(reader) == false) {
      return new ScoreDoc[0];
    }
    ScoreDoc[] found = find(searcher, excluded == null ? null : excluded.in(reader), counts);
    ScoreDoc[] hits = new ExactScores(field, target).rescore(found, reader, searcher.getTimeout());
    counts.addRescored(hits.length);
    int count = hits.length;
    while (count > 0 && hits[count - 1].score < minScore) {
      count--;
    }
    return Arrays.copyOf(hits, count);
  }

  /**
   * Whether there is the field. The security plugin hides it from users who may not see it by what
   * a reader says of its fields, but a search by vector would go past that.
   */
  private boolean hasField(IndexReader reader) {
    return reader.leaves().stream()
        .anyMatch(leaf -> leaf.reader().getFieldInfos().fieldInfo(field) != null);
  }

  final String field() {
    return field;
  }

  final float[] target() {
    return target;
  }

  final float minScore() {
    return minScore;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(field)) {
      visitor.visitLeaf(this);
    }
  }

  @Override
  public final String toString(String defaultField) {
    return "omdb_knn(" + description() + ")";
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && field.equals(((VectorQuery) other).field)
        && Arrays.equals(target, ((VectorQuery) other).target)
        && minScore == ((VectorQuery) other).minScore
        && Objects.equals(excluded, ((VectorQuery) other).excluded);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), field, Arrays.hashCode(target), minScore, excluded);
  }
}
