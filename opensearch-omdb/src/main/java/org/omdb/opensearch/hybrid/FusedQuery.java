// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.omdb.opensearch.query.ContextProbe;
import org.omdb.opensearch.query.FoundHits;
import org.opensearch.index.mapper.IdFieldMapper;
import org.opensearch.index.mapper.SeqNoFieldMapper;
import org.opensearch.index.mapper.Uid;
import org.opensearch.search.internal.ContextIndexSearcher;
import org.opensearch.search.internal.SearchContext;

/**
 * Matches documents of a shard by their names and versions, with given scores. A document that was
 * deleted or updated since it was found has no hit. Immutable.
 */
final class FusedQuery extends Query {

  private final Fusion fusion;
  private final List<Wanted> wanted;
  private final boolean isTimedOut;

  /** A hit by its indexed id. */
  private record Wanted(BytesRef uid, FusedHit hit, float score) {}

  /** A document of a segment that has the id of a hit. */
  private record Candidate(int doc, Wanted wanted) {}

  /**
   * @param hits of the shard
   * @param score of each hit
   * @param isTimedOut whether hits may be missing, because the time of the request is over
   */
  FusedQuery(
      Fusion fusion, List<FusedHit> hits, ToDoubleFunction<FusedHit> score, boolean isTimedOut) {
    this.fusion = fusion;
    this.isTimedOut = isTimedOut;
    this.wanted =
        hits.stream()
            .map(
                hit ->
                    new Wanted(
                        Uid.encodeId(hit.document().id()), hit, (float) score.applyAsDouble(hit)))
            .sorted(Comparator.comparing(Wanted::uid))
            .toList();
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    if (isTimedOut && searcher instanceof ContextIndexSearcher ofShard) {
      SearchContext context = ContextProbe.contextOf(ofShard);
      if (context != null) {
        context.setSearchTimedOut(true);
      }
    }
    List<ScoreDoc> found = new ArrayList<>();
    Map<Integer, FusedHit> byDocument = new HashMap<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      for (Candidate candidate : live(leaf)) {
        int doc = leaf.docBase + candidate.doc();
        found.add(new ScoreDoc(doc, candidate.wanted().score()));
        byDocument.put(doc, candidate.wanted().hit());
      }
    }
    return found.isEmpty()
        ? new MatchNoDocsQuery("none of the hits is in this shard")
        : new FoundHits(
            searcher.getIndexReader(),
            found.toArray(ScoreDoc[]::new),
            toString(),
            doc -> fusion.explain(byDocument.get(doc).parts()));
  }

  /** The documents of a segment that are hits. */
  private List<Candidate> live(LeafReaderContext leaf) throws IOException {
    List<Candidate> candidates = new ArrayList<>(withIds(leaf));
    candidates.sort(Comparator.comparingInt(Candidate::doc));
    NumericDocValues seqNos = leaf.reader().getNumericDocValues(SeqNoFieldMapper.NAME);
    // Nested documents have the id of their parent, but not this.
    NumericDocValues terms = leaf.reader().getNumericDocValues(SeqNoFieldMapper.PRIMARY_TERM_NAME);
    List<Candidate> live = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (terms != null
          && terms.advanceExact(candidate.doc())
          && seqNos.advanceExact(candidate.doc())
          && seqNos.longValue() == candidate.wanted().hit().document().seqNo()) {
        live.add(candidate);
      }
    }
    return live;
  }

  private List<Candidate> withIds(LeafReaderContext leaf) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    Terms terms = leaf.reader().terms(IdFieldMapper.NAME);
    if (terms == null) {
      return candidates;
    }
    Bits isLive = leaf.reader().getLiveDocs();
    TermsEnum ids = terms.iterator();
    PostingsEnum postings = null;
    for (Wanted one : wanted) {
      if (ids.seekExact(one.uid())) {
        postings = ids.postings(postings, PostingsEnum.NONE);
        for (int doc = postings.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = postings.nextDoc()) {
          if (isLive == null || isLive.get(doc)) {
            candidates.add(new Candidate(doc, one));
          }
        }
      }
    }
    return candidates;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "omdb_hybrid(" + fusion.scale() + ", " + wanted.size() + " hits of the shard)";
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && fusion.equals(((FusedQuery) other).fusion)
        && wanted.equals(((FusedQuery) other).wanted)
        && isTimedOut == ((FusedQuery) other).isTimedOut;
  }

  @Override
  public int hashCode() {
    return 31 * classHash() + wanted.hashCode();
  }
}
