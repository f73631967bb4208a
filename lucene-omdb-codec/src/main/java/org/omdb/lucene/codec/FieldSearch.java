// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.graph.GraphWalk;

/**
 * Searches one field for the nearest vectors. Which are near it finds by their codes: in a scan of
 * all binary ones, and then by the longer codes of what comes out of that, or in a walk through the
 * graph. These it scores by their float32 rows. Safe for any number of threads.
 */
final class FieldSearch {

  /**
   * A walk by codes finds as many more vectors than it is asked for: what comes near by codes takes
   * the place of what is a little nearer.
   */
  private static final int WIDER = 4;

  /** As many more on top of twice as many, in a graph that is a draft. */
  private static final int DRAFT_WIDER = 4;

  /**
   * What a search of a draft by Lucene looks for at least: one by a score instead of a number of
   * vectors says that it is for one.
   */
  private static final int DRAFT_MIN_WIDTH = 32;

  /** Nodes that a walk starts from, of those whose binary codes it looks at first. */
  private static final int ENTRIES = 3;

  /**
   * Where so few are accepted, 1 of as many, Lucene's searches score most of them, and find all
   * that are near: a scan has to be thorough then.
   */
  private static final int FEW = 4;

  /** Vectors that a thorough scan finds of one that it would find otherwise. */
  private static final int THOROUGH = 4;

  /** Vectors whose binary codes are compared in the time of scoring one exactly, about. */
  private static final int ROWS_PER_VECTOR = 64;

  /** Vectors whose codes are compared in that time, about. */
  private static final int CODES_PER_VECTOR = 4;

  /**
   * A scan that finds as many times more vectors than are to be scored exactly finds out by their
   * codes which: with less, that takes longer than to score them all.
   */
  private static final int MANY = 4;

  /** How much longer scoring vectors that lie apart takes than all of them in a row. */
  private static final int APART = 2;

  /** Bytes that idle working memory of one graph may take. */
  private static final long MAX_IDLE_BYTES = 64 << 20;

  /** A search for more gives its working memory to the garbage collector. */
  private static final int MAX_IDLE_HITS = 10_000;

  private final String field;
  private final SearchFieldMeta meta;
  private final OmdbFlatVectorsReader vectors;
  private final HnswGraphProvider graphs;
  private final IndexInput adjacency;
  private final IndexInput codes;

  /** Working memory of searches that are over, for the next ones. */
  private final IdleObjects<SearchWork> idle;

  FieldSearch(
      String field,
      SearchFieldMeta meta,
      OmdbFlatVectorsReader vectors,
      HnswGraphProvider graphs,
      IndexInput adjacency,
      IndexInput codes) {
    this.field = field;
    this.meta = meta;
    this.vectors = vectors;
    this.graphs = graphs;
    this.adjacency = adjacency;
    this.codes = codes;
    long workBytes = Math.max(1, meta.count() / Byte.SIZE); // most of it
    int cores = Runtime.getRuntime().availableProcessors();
    this.idle = new IdleObjects<>((int) Math.max(1, Math.min(cores, MAX_IDLE_BYTES / workBytes)));
  }

  /**
   * A collector for a search of this graph by Lucene.
   *
   * @return the collector itself, or one around it that makes up for a draft
   */
  KnnCollector forLucene(KnnCollector collector) {
    int k = collector.k();
    return meta.isDraft() && k < meta.count()
        ? new WideningCollector(
            collector, Math.min(meta.count(), Math.max(DRAFT_MIN_WIDTH, width(k, false))))
        : collector;
  }

  /** How many vectors a search of the graph looks for. */
  private int width(int k, boolean byCodes) {
    long width = k + (byCodes ? WIDER : 0L) + (meta.isDraft() ? (long) DRAFT_WIDER + k : 0);
    return (int) Math.min(width, Integer.MAX_VALUE);
  }

  /** How many more vectors are scored exactly, of those that it meets. */
  private static int spares(int k, boolean byCodes) {
    return byCodes ? WIDER + k / 16 : 0;
  }

  /**
   * Searches for the vectors nearest to a target of float32.
   *
   * @return false, and nothing is done, if the collector wants more than the nearest vectors, or
   *     Lucene's reader is as good
   */
  boolean search(float[] target, KnnCollector collector, AcceptDocs acceptDocs) throws IOException {
    if (isForNearest(collector) == false) {
      return false;
    }
    int accepted = Math.min(acceptDocs.cost(), meta.count());
    boolean isWalkShorter = isWalkShorter(collector, accepted);
    boolean isScanShorter = isScanShorter(collector, accepted);
    if (isWalkShorter == false && isScanShorter == false) {
      return false;
    }
    SearchWork work = takeWork();
    RandomVectorScorer exact = vectors.getRandomVectorScorer(field, target);
    boolean isDone = true;
    if (isScanShorter && isScanned(work)) {
      scan(target, work, exact, collector, acceptDocs, accepted);
    } else if (isWalkShorter == false) {
      isDone = false;
    } else if (work.codeScorer != null) {
      work.codeScorer.setTarget(target);
      if (work.scan != null) {
        work.scan.setTarget(target);
      }
      searchGraph(work.codeScorer, work, exact, collector, acceptDocs, accepted);
    } else {
      searchGraph(exact, work, exact, collector, acceptDocs, accepted);
    }
    giveBack(work);
    return isDone;
  }

  /** Searches for the vectors nearest to a target of bytes, as with float32. */
  boolean search(byte[] target, KnnCollector collector, AcceptDocs acceptDocs) throws IOException {
    int accepted = Math.min(acceptDocs.cost(), meta.count());
    if (isForNearest(collector) == false || isWalkShorter(collector, accepted) == false) {
      return false;
    }
    SearchWork work = takeWork();
    RandomVectorScorer exact = vectors.getRandomVectorScorer(field, target);
    searchGraph(exact, work, exact, collector, acceptDocs, accepted);
    giveBack(work);
    return true;
  }

  private SearchWork takeWork() throws IOException {
    SearchWork work = idle.take();
    return work == null
        ? new SearchWork(field, meta, vectors, graphs.getGraph(field), adjacency, codes)
        : work;
  }

  /** Not after an exception: nobody knows what it has left. */
  private void giveBack(SearchWork work) {
    if (work.found.length <= MAX_IDLE_HITS) {
      idle.give(work);
    }
  }

  /** Whether a collector wants the nearest vectors and nothing else, and not all of them. */
  private boolean isForNearest(KnnCollector collector) {
    return collector.getClass() == TopKnnCollector.class && collector.k() < meta.count();
  }

  /** Whether there is a graph, and Lucene's rule of when not to score all accepted vectors. */
  private boolean isWalkShorter(KnnCollector collector, int accepted) {
    return meta.hasGraph()
        && HnswGraphSearcher.expectedVisitedNodes(collector.k(), meta.count()) < accepted;
  }

  /** Whether a segment is scanned, rather than its graph walked through. */
  private boolean isScanned(SearchWork work) {
    return meta.hasGraph() == false
        || (work.scan != null
            && ScanWidth.isNarrow(meta.scanWidth(), meta.codes().dimension())
            && work.scan.isFast());
  }

  /** Whether a scan takes less time than scoring all accepted vectors. */
  private boolean isScanShorter(KnnCollector collector, int accepted) {
    return meta.scanWidth() > 0
        && meta.count() / ROWS_PER_VECTOR
                + wanted(collector, accepted) / CODES_PER_VECTOR
                + APART * scored(collector, accepted)
            < accepted;
  }

  private boolean isThorough(int accepted) {
    return accepted < meta.count() / FEW;
  }

  /** How many vectors a scan has to find. */
  private long wanted(KnnCollector collector, int accepted) {
    long wanted = ScanWidth.forHits(meta.scanWidth(), collector.k());
    return isThorough(accepted) ? THOROUGH * wanted : wanted;
  }

  /** How many of them are scored exactly, if they are many. */
  private long scored(KnnCollector collector, int accepted) {
    int k = collector.k();
    long scored = (long) k + WIDER + spares(k, true);
    return isThorough(accepted) ? THOROUGH * scored : scored;
  }

  /** Scores those that binary codes, and then longer ones, say are near. */
  private void scan(
      float[] target,
      SearchWork work,
      RandomVectorScorer exact,
      KnnCollector collector,
      AcceptDocs acceptDocs,
      int accepted)
      throws IOException {
    work.scan.setTarget(target);
    int min = (int) Math.min(wanted(collector, accepted), collector.visitLimit());
    int[] found = work.scan.nearest(min, exact.getAcceptOrds(acceptDocs.bits()), accepted);
    int count = (int) Math.min(found.length, collector.visitLimit());
    collector.incVisitedCount(count);
    work.ensureCapacity(count);
    long scored = scored(collector, accepted);
    if (work.codeScorer != null && count > MANY * scored) {
      work.codeScorer.setTarget(target);
      count = work.keepNearest(found, count, (int) scored);
    }
    collect(exact, work, found, count, collector);
  }

  private void searchGraph(
      RandomVectorScorer scorer,
      SearchWork work,
      RandomVectorScorer exact,
      KnnCollector collector,
      AcceptDocs acceptDocs,
      int accepted)
      throws IOException {
    Bits acceptedOrdinals = exact.getAcceptOrds(acceptDocs.bits());
    int found =
        isPlain(collector.getSearchStrategy(), acceptedOrdinals, accepted)
            ? walk(scorer, work, collector, acceptedOrdinals)
            : searchByLucene(scorer, work, collector, acceptedOrdinals, accepted);
    collect(exact, work, work.found, found, collector);
  }

  private static void collect(
      RandomVectorScorer exact, SearchWork work, int[] found, int count, KnnCollector collector)
      throws IOException {
    exact.bulkScore(found, work.scores, count);
    for (int i = 0; i < count; i++) {
      collector.collect(exact.ordToDoc(found[i]), work.scores[i]);
    }
  }

  /** Whether Lucene would search from the entry point through all nodes. */
  private boolean isPlain(KnnSearchStrategy strategy, Bits acceptedOrdinals, int accepted) {
    KnnSearchStrategy.Hnsw hnsw =
        strategy == null
            ? KnnSearchStrategy.Hnsw.DEFAULT
            : strategy.getClass() == KnnSearchStrategy.Hnsw.class
                ? (KnnSearchStrategy.Hnsw) strategy
                : null;
    return hnsw != null
        && (acceptedOrdinals == null
            || hnsw.useFilteredSearch((float) accepted / meta.count()) == false);
  }

  private int walk(
      RandomVectorScorer scorer, SearchWork work, KnnCollector collector, Bits accepted)
      throws IOException {
    GraphWalk walk = work.walk;
    walk.begin(
        scorer, work.graph.entryNode(), meta.count(), 2 * meta.maxConn(), collector.visitLimit());
    boolean byCodes = scorer == work.codeScorer;
    if (byCodes && work.scan != null) {
      // The entry point stays one of those to start from: paths lead from it to all nodes.
      work.ensureCapacity(ENTRIES);
      walk.addEntries(scorer, work.found, work.scan.nearestOfSome(ENTRIES, work.found));
    } else {
      for (int level = work.graph.numLevels() - 1; level > 0; level--) {
        int upperLevel = level;
        walk.descend(scorer, (node, into) -> work.readUpper(upperLevel, node, into));
      }
    }
    int k = collector.k();
    walk.search(scorer, work.level0, width(k, byCodes), spares(k, byCodes), accepted);
    collector.incVisitedCount(Math.toIntExact(walk.visitedCount()));
    int found = walk.resultCount();
    work.ensureCapacity(found);
    walk.copyResults(work.found);
    return found;
  }

  /** Seeded searches, and those that follow accepted nodes only. */
  private int searchByLucene(
      RandomVectorScorer scorer,
      SearchWork work,
      KnnCollector collector,
      Bits acceptedOrdinals,
      int accepted)
      throws IOException {
    int k = collector.k();
    boolean byCodes = scorer == work.codeScorer;
    TopKnnCollector ordinals =
        new TopKnnCollector(
            width(k, byCodes) + spares(k, byCodes),
            Math.toIntExact(collector.visitLimit()),
            collector.getSearchStrategy());
    HnswGraphSearcher.search(scorer, ordinals, work.graph, acceptedOrdinals, accepted);
    collector.incVisitedCount(Math.toIntExact(ordinals.visitedCount()));
    ScoreDoc[] found = ordinals.topDocs().scoreDocs;
    work.ensureCapacity(found.length);
    for (int i = 0; i < found.length; i++) {
      work.found[i] = found[i].doc;
    }
    return found.length;
  }
}
