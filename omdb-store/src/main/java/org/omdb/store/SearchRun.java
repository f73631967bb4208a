// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.VectorLengths;

/** One search of one view of a store. */
final class SearchRun {

  private final IndexSearcher searcher;
  private final Analyzer analyzer;
  private final Search search;
  private final Query filter; // null for none

  SearchRun(IndexSearcher searcher, Analyzer analyzer, Search search) {
    this.searcher = searcher;
    this.analyzer = analyzer;
    this.search = search;
    this.filter = search.filter() == null ? null : FilterQueries.of(search.filter());
  }

  /**
   * Fails if a vector can't be compared with those of a store.
   *
   * @param settings of the store; all vectors are good if it has none yet
   */
  static void checkVector(float[] vector, StoreSettings settings) {
    if (settings.dimension() != 0 && vector.length != settings.dimension()) {
      throw new IllegalArgumentException(
          "the vector of a search has "
              + vector.length
              + " dimensions, and those of the store have "
              + settings.dimension());
    }
    boolean isZero = true;
    for (float component : vector) {
      if (Float.isFinite(component) == false) {
        throw new IllegalArgumentException("the vector of a search has a component " + component);
      }
      isZero &= component == 0;
    }
    if (isZero && settings.similarity() == VectorSimilarityFunction.COSINE) {
      throw new IllegalArgumentException(
          "the vector of a search is all zeros, which has no direction to compare by cosine");
    }
    try {
      VectorLengths.check(settings.similarity(), vector);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("search: " + e.getMessage(), e);
    }
  }

  /** The hits, with their documents. */
  List<Hit> run() throws IOException {
    int documents = searcher.getIndexReader().numDocs();
    if (search.offset() >= documents) {
      return List.of();
    }
    int depth = Math.min(search.depth(), documents);
    return DocumentFields.read(searcher.getIndexReader(), page(find(depth, documents)));
  }

  private TopDocs find(int depth, int documents) throws IOException {
    if (search.vector() == null) {
      return search.text() == null ? matching(depth) : byText(depth);
    }
    if (search.text() == null) {
      return byVector(depth, documents);
    }
    int candidates = Math.min(search.candidates(), documents);
    return TopDocs.rrf(
        depth,
        search.rankConstant(),
        new TopDocs[] {byVector(candidates, documents), byText(candidates)});
  }

  private TopDocs matching(int count) throws IOException {
    Query all = filter == null ? MatchAllDocsQuery.INSTANCE : filter;
    return goodEnough(searcher.search(new ConstantScoreQuery(all), count));
  }

  private TopDocs byVector(int count, int documents) throws IOException {
    // As many candidates for one hit as for a page of them, or the only one may not be the nearest.
    int candidates = Math.max(count, Math.min(search.candidates(), documents));
    Query query =
        new KnnFloatVectorQuery(DocumentFields.VECTOR, search.vector(), candidates, filter);
    return goodEnough(searcher.search(query, count));
  }

  private TopDocs byText(int count) throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    query.add(anyWord(), BooleanClause.Occur.MUST);
    if (filter != null) {
      query.add(filter, BooleanClause.Occur.FILTER);
    }
    TopDocs found = searcher.search(query.build(), count);
    return search.vector() == null ? goodEnough(found) : found;
  }

  private Query anyWord() throws IOException {
    int limit = IndexSearcher.getMaxClauseCount() / 2; // a filter has parts too
    Set<BytesRef> words = new LinkedHashSet<>();
    try (TokenStream tokens = analyzer.tokenStream(DocumentFields.TEXT, search.text())) {
      TermToBytesRefAttribute word = tokens.addAttribute(TermToBytesRefAttribute.class);
      tokens.reset();
      while (words.size() < limit && tokens.incrementToken()) {
        words.add(BytesRef.deepCopyOf(word.getBytesRef()));
      }
      tokens.end();
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    words.forEach(
        word ->
            query.add(
                new TermQuery(new Term(DocumentFields.TEXT, word)), BooleanClause.Occur.SHOULD));
    return query.build();
  }

  /** Hits come best first. */
  private TopDocs goodEnough(TopDocs found) {
    ScoreDoc[] hits = found.scoreDocs;
    int count = hits.length;
    while (count > 0 && hits[count - 1].score < search.minScore()) {
      count--;
    }
    return new TopDocs(found.totalHits, Arrays.copyOf(hits, count));
  }

  private TopDocs page(TopDocs found) {
    ScoreDoc[] hits = found.scoreDocs;
    int from = Math.min(search.offset(), hits.length);
    return new TopDocs(found.totalHits, Arrays.copyOfRange(hits, from, hits.length));
  }
}
