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
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.graph.GraphWalk;

/**
 * Searches one field for the nearest vectors. Which are near it finds by their codes, in the way
 * that {@link SearchPlan} says; these it scores by their float32 rows. Safe for any number of
 * threads.
 */
final class FieldSearch {

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
   * If there are as many times more vectors than are to be scored, it is worth finding out by their
   * codes which.
   */
  private static final int MANY = 3;

  /** Accepted vectors that are listed at a time. */
  private static final int BATCH = 1024;

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
    long width =
        k + (byCodes ? SearchPlan.WIDER : 0L) + (meta.isDraft() ? (long) DRAFT_WIDER + k : 0);
    return (int) Math.min(width, Integer.MAX_VALUE);
  }

  /** How many more vectors are scored exactly, of those that it meets. */
  private static int spares(int k, boolean byCodes) {
    return byCodes ? SearchPlan.spares(k) : 0;
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
    SearchWork work = takeWork();
    SearchPlan.Way way = work.plan.way(collector.k(), accepted);
    if (way == SearchPlan.Way.EXACT) {
      giveBack(work);
      return false;
    }
    RandomVectorScorer exact = vectors.getRandomVectorScorer(field, target);
    if (work.codeScorer != null) {
      work.codeScorer.setTarget(target);
    }
    if (work.scan != null && way != SearchPlan.Way.LIST) {
      work.scan.setTarget(target);
    }
    if (way == SearchPlan.Way.WALK) {
      RandomVectorScorer scorer = work.codeScorer == null ? exact : work.codeScorer;
      searchGraph(scorer, work, exact, collector, acceptDocs, accepted);
    } else {
      Bits ordinals = exact.getAcceptOrds(acceptDocs.bits());
      int found =
          way == SearchPlan.Way.LIST
              ? list(work, collector, ordinals, accepted)
              : scan(work, collector, ordinals, accepted);
      collect(exact, work, found, collector);
    }
    giveBack(work);
    return true;
  }

  /** Searches for the vectors nearest to a target of bytes, as with float32. */
  boolean search(byte[] target, KnnCollector collector, AcceptDocs acceptDocs) throws IOException {
    if (isForNearest(collector) == false) {
      return false;
    }
    int accepted = Math.min(acceptDocs.cost(), meta.count());
    SearchWork work = takeWork();
    boolean isWalk = work.plan.way(collector.k(), accepted) == SearchPlan.Way.WALK;
    if (isWalk) {
      RandomVectorScorer exact = vectors.getRandomVectorScorer(field, target);
      searchGraph(exact, work, exact, collector, acceptDocs, accepted);
    }
    giveBack(work);
    return isWalk;
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

  /** Compares all accepted vectors by their codes, unless they are few. */
  private int list(SearchWork work, KnnCollector collector, Bits ordinals, int accepted)
      throws IOException {
    int max = (int) Math.min(collector.visitLimit(), accepted);
    long scored = work.plan.scored(collector.k(), accepted, true);
    if (max <= MANY * scored) {
      work.ensureCapacity(max);
      int count = list(ordinals, 0, work.found, max);
      collector.incVisitedCount(count);
      return count;
    }
    work.ensureCapacity((int) Math.max(BATCH, scored));
    int next = 0;
    for (int left = max; left > 0; ) {
      int count = list(ordinals, next, work.found, Math.min(BATCH, left));
      if (count == 0) {
        break; // what was said to be accepted was an estimate
      }
      collector.incVisitedCount(count);
      work.offer(count, (int) scored);
      left -= count;
      next = work.found[count - 1] + 1;
    }
    return work.takeNearest();
  }

  /** Lists accepted ordinals from one on, at most so many; returns how many. */
  private int list(Bits accepted, int first, int[] into, int max) {
    int size = meta.count();
    int count = 0;
    if (accepted instanceof BitSet bits) {
      int next = first;
      while (count < max && next < size) {
        int ordinal = bits.nextSetBit(next, size);
        if (ordinal >= size) {
          break; // there is none
        }
        into[count++] = ordinal;
        next = ordinal + 1;
      }
    } else {
      for (int i = first; i < size && count < max; i++) {
        if (accepted == null || accepted.get(i)) {
          into[count++] = i;
        }
      }
    }
    return count;
  }

  /** Looks at all binary codes, and by longer ones at what is near by them, if that is much. */
  private int scan(SearchWork work, KnnCollector collector, Bits ordinals, int accepted)
      throws IOException {
    int k = collector.k();
    int min = (int) Math.min(work.plan.wanted(k, accepted), collector.visitLimit());
    int[] found = work.scan.nearest(min, ordinals, accepted);
    int count = (int) Math.min(found.length, collector.visitLimit());
    collector.incVisitedCount(count);
    work.ensureCapacity(count);
    System.arraycopy(found, 0, work.found, 0, count);
    long scored = work.plan.scored(k, accepted, false);
    if (work.codeScorer == null || count <= MANY * scored) {
      return count;
    }
    work.offer(count, (int) scored);
    return work.takeNearest();
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
    collect(exact, work, found, collector);
  }

  /** Scores what was found. */
  private static void collect(
      RandomVectorScorer exact, SearchWork work, int count, KnnCollector collector)
      throws IOException {
    exact.bulkScore(work.found, work.scores, count);
    for (int i = 0; i < count; i++) {
      collector.collect(exact.ordToDoc(work.found[i]), work.scores[i]);
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
