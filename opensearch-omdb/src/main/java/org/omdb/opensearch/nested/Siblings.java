// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.nested;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;

/**
 * All children of the parents that a search has found by one child each.
 *
 * @param parents of the children
 * @param field children without a vector in it are left out
 * @param filter children that may be hits; null for all
 */
public record Siblings(BitSetProducer parents, String field, Query filter) {

  /**
   * Adds the siblings of hits.
   *
   * @param hits one child of each parent, by documents of the whole reader
   * @param searcher of the reader
   * @return the hits and their siblings. These have the scores of the hits
   * @throws IOException if the index can't be read
   */
  public ScoreDoc[] with(ScoreDoc[] hits, IndexSearcher searcher) throws IOException {
    ScoreDoc[] byDocument = hits.clone();
    Arrays.sort(byDocument, Comparator.comparingInt(hit -> hit.doc));
    Weight weight =
        searcher.createWeight(searcher.rewrite(children()), ScoreMode.COMPLETE_NO_SCORES, 1);
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    List<ScoreDoc> all = new ArrayList<>();
    int start = 0;
    while (start < byDocument.length) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(byDocument[start].doc, leaves));
      int end = start;
      while (end < byDocument.length
          && byDocument[end].doc < leaf.docBase + leaf.reader().maxDoc()) {
        end++;
      }
      addOf(leaf, Arrays.asList(byDocument).subList(start, end), weight, all);
      start = end;
    }
    return all.toArray(ScoreDoc[]::new);
  }

  private Query children() {
    Query hasVector = new FieldExistsQuery(field);
    return filter == null
        ? hasVector
        : new BooleanQuery.Builder()
            .add(filter, BooleanClause.Occur.FILTER)
            .add(hasVector, BooleanClause.Occur.FILTER)
            .build();
  }

  private void addOf(LeafReaderContext leaf, List<ScoreDoc> hits, Weight weight, List<ScoreDoc> all)
      throws IOException {
    Scorer scorer = weight.scorer(leaf);
    if (scorer == null) {
      throw new IllegalStateException("no child of a segment matches the filter of its hits");
    }
    BitSet isParent = parents.getBitSet(leaf);
    Bits isLive = leaf.reader().getLiveDocs();
    DocIdSetIterator children = scorer.iterator();
    for (ScoreDoc hit : hits) {
      int doc = hit.doc - leaf.docBase;
      int parent = isParent.nextSetBit(doc);
      int first = isParent.prevSetBit(doc) + 1; // 0 if there is none
      int child = children.docID() < first ? children.advance(first) : children.docID();
      while (child < parent) {
        if (isLive == null || isLive.get(child)) {
          all.add(new ScoreDoc(leaf.docBase + child, hit.score));
        }
        child = children.nextDoc();
      }
    }
  }
}
