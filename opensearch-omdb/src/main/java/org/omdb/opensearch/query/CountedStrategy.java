// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import org.omdb.lucene.search.SegmentSearcher;

/** Lucene's own strategy. The library tells it how it searches each segment. */
final class CountedStrategy extends SegmentSearcher.Watcher {

  private final SearchCounts counts;

  CountedStrategy(SearchCounts counts, int filteredSearchThreshold) {
    super(filteredSearchThreshold);
    this.counts = counts;
  }

  @Override
  public void searched(String way) {
    counts.addWay(way);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && counts == ((CountedStrategy) other).counts;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + System.identityHashCode(counts);
  }
}
