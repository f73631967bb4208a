// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.code.CodeScorer;
import org.omdb.pages.ObservedScorer;
import org.omdb.pages.PrefetchingScorer;

/**
 * Searches one field of one segment for the vectors nearest to a target, for any collector. Where
 * that is the cheapest way, candidates are found by codes. Collectors get exact scores in any case.
 * Safe for any number of threads.
 */
public final class SegmentSearcher {

  /** The most bytes of working memory that one field keeps for later searches. */
  private static final long MAX_IDLE_BYTES = 64 << 20;

  /** Working memory that has grown to more candidates is left to the garbage collector. */
  private static final int MAX_IDLE_CANDIDATES = 20_000;

  /**
   * Lucene's own strategy of a search, which is also told how each segment is searched. Queries
   * take one as their strategy, and collectors carry it here.
   */
  public abstract static class Watcher extends KnnSearchStrategy.Hnsw {

    /** The way of segments without codes: Lucene's own search. */
    public static final String LUCENE = "lucene";

    /**
     * Makes a strategy.
     *
     * @param filteredSearchThreshold as in Lucene
     */
    protected Watcher(int filteredSearchThreshold) {
      super(filteredSearchThreshold);
    }

    /**
     * Called before a segment is searched, by the thread that does it.
     *
     * @param way the name of the way that is the cheapest: {@code list}, {@code scan}, {@code
     *     walk_by_codes}, {@code walk_by_rows}, {@code exact} or {@value #LUCENE}
     */
    public abstract void searched(String way);

    /**
     * Tells the watcher of a search, if it has one.
     *
     * @param collector of the search
     * @param way name of the way
     */
    public static void tell(KnnCollector collector, String way) {
      KnnSearchStrategy strategy = collector.getSearchStrategy();
      while (strategy instanceof Seeded seeded) {
        strategy = seeded.originalStrategy();
      }
      if (strategy instanceof Watcher watcher) {
        watcher.searched(way);
      }
    }
  }

  private final SearchedField field;
  private final SearchFiles files;

  /** Null if codes are not used. */
  private final WarmUp warmUp;

  private final CostModel costs;
  private final CostModel costsOnDisk;
  private final Residency residency;

  /** Working memory that no search uses at the moment. */
  private final IdleObjects<SearchScratch> idle;

  /**
   * Creates a searcher.
   *
   * @param field facts about the field
   * @param files what searches read; stays open as long as this searcher is used
   * @throws IOException if files can't be read
   */
  public SegmentSearcher(SearchedField field, SearchFiles files) throws IOException {
    this.field = field;
    this.files = files;
    // Two bits per vector dominate: of nodes visited and of vectors collected.
    long scratchBytes = Math.max(1, 2L * field.count() / Byte.SIZE);
    int cores = Runtime.getRuntime().availableProcessors();
    this.idle =
        new IdleObjects<>((int) Math.max(1, Math.min(cores, MAX_IDLE_BYTES / scratchBytes)));
    this.warmUp =
        field.codes() != null && CodeScorer.isFast()
            ? WarmUp.of(field.codes().areMapped(files.codes()))
            : null;
    this.costs = new CostModel(field, false);
    this.costsOnDisk = new CostModel(field, true);
    this.residency = Residency.of(field, files);
  }

  /**
   * Searches for the vectors nearest to a float32 target.
   *
   * @param target has the field's dimension
   * @param collector receives documents and exact scores
   * @param acceptDocs documents that may be hits
   * @throws IOException if files can't be read
   */
  public void search(float[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    if (collector.k() > 0) {
      FloatVectorValues vectors = files.vectors().getFloatVectorValues(field.name());
      RandomVectorScorer scorer =
          scorers().getRandomVectorScorer(field.similarity(), vectors, target);
      search(target, vectors, scorer, collector, acceptDocs);
    }
  }

  /**
   * Searches for the vectors nearest to a target of bytes.
   *
   * @param target has the field's dimension
   * @param collector receives documents and exact scores
   * @param acceptDocs documents that may be hits
   * @throws IOException if files can't be read
   */
  public void search(byte[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    if (collector.k() > 0) {
      ByteVectorValues vectors = files.vectors().getByteVectorValues(field.name());
      RandomVectorScorer scorer =
          scorers().getRandomVectorScorer(field.similarity(), vectors, target);
      search(null, vectors, scorer, collector, acceptDocs);
    }
  }

  private FlatVectorsScorer scorers() throws IOException {
    return files.vectors().getFlatVectorScorer(field.name());
  }

  /**
   * @param target null for bytes, which have no codes
   */
  private void search(
      float[] target,
      KnnVectorValues vectors,
      RandomVectorScorer scorer,
      KnnCollector collector,
      AcceptDocs acceptDocs)
      throws IOException {
    boolean isSample = residency.begin();
    boolean areRowsOnDisk = residency.areRowsOnDisk();
    RandomVectorScorer rows =
        areRowsOnDisk
            ? new PrefetchingScorer(scorer, vectors, residency.areCodesLeaving() == false)
            : scorer;
    if (isSample) {
      rows = new ObservedScorer(rows, residency);
    }
    SearchRequest request = SearchRequest.of(collector, acceptDocs, rows, areRowsOnDisk);
    SearchScratch scratch = takeScratch();
    scratch.collected.reset(field.count());
    CodeSearches codes =
        warmUp != null && target != null && (warmUp.isOver(field, files) || areRowsOnDisk)
            ? scratch.codes()
            : null;
    advise(scratch, codes, areRowsOnDisk && (isSample || residency.areCodesOnDisk()));
    CostModel model = areRowsOnDisk ? costsOnDisk : costs;
    new SegmentSearch(field, request, target, scratch, codes, model).run();
    giveBack(scratch);
  }

  /**
   * Sets what the system is told about codes and links.
   *
   * @param codes null if the search does not use them
   * @param isKeeping whether they should stay in memory rather than rows. Each search that needs
   *     them says so while some are on disk, and then one now and then, since it takes time
   */
  private void advise(SearchScratch scratch, CodeSearches codes, boolean isKeeping) {
    if (codes != null) {
      codes.scorer.setPrefetching(residency.areCodesOnDisk());
      codes.scorer.setKeeping(isKeeping);
    }
    if (scratch.walk != null) {
      scratch.walk.setKeeping(isKeeping);
    }
  }

  private SearchScratch takeScratch() throws IOException {
    SearchScratch scratch = idle.take();
    return scratch == null ? new SearchScratch(field, files) : scratch;
  }

  /** Not called after an exception, which may have left the memory in an undefined state. */
  private void giveBack(SearchScratch scratch) {
    if (scratch.candidates.length <= MAX_IDLE_CANDIDATES) {
      idle.give(scratch);
    }
  }
}
