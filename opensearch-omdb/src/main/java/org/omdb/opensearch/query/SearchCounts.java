// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.opensearch.index.shard.IndexShard;

/**
 * Counts what searches by vector did on one copy of a shard, since it was opened. For any number of
 * threads; numbers that are read meanwhile may be of different moments.
 */
public final class SearchCounts {

  /** The way that compares all vectors, by the library's name for it. */
  static final String EXACT = "exact";

  /** A shard that is closed takes its counts along. */
  private static final Map<IndexShard, SearchCounts> OF_SHARDS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final LongAdder searches = new LongAdder();
  private final LongAdder timedOut = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder visited = new LongAdder();
  private final LongAdder rescored = new LongAdder();
  private final Map<String, LongAdder> ways = new ConcurrentHashMap<>();

  SearchCounts() {}

  /**
   * The counts of a copy.
   *
   * @param shard the copy on this node
   * @return its counts, which go on
   */
  public static SearchCounts of(IndexShard shard) {
    return OF_SHARDS.computeIfAbsent(shard, key -> new SearchCounts());
  }

  void addSearch(long tookNanos, boolean isTimedOut) {
    searches.increment();
    nanos.add(tookNanos);
    timedOut.add(isTimedOut ? 1 : 0);
  }

  void addVisited(long vectors) {
    visited.add(vectors);
  }

  void addRescored(long vectors) {
    rescored.add(vectors);
  }

  void addWay(String way) {
    ways.computeIfAbsent(way, key -> new LongAdder()).increment();
  }

  /**
   * How many searches there were.
   *
   * @return their number
   */
  public long searches() {
    return searches.sum();
  }

  /**
   * How many searches the time of their request has ended.
   *
   * @return their number
   */
  public long timedOut() {
    return timedOut.sum();
  }

  /**
   * How long all searches took.
   *
   * @return milliseconds
   */
  public long millis() {
    return TimeUnit.NANOSECONDS.toMillis(nanos.sum());
  }

  /**
   * How many vectors were compared with a query, by codes or themselves.
   *
   * @return their number
   */
  public long visited() {
    return visited.sum();
  }

  /**
   * How many vectors were scored again with doubles.
   *
   * @return their number
   */
  public long rescored() {
    return rescored.sum();
  }

  /**
   * How segments were searched. One counts again if Lucene looks into it again for more hits, or if
   * it was begun in one way and then compared as a whole because of its filter.
   *
   * @return the number of searched segments by the name of the way, in the order of names
   */
  public Map<String, Long> ways() {
    Map<String, Long> numbers = new TreeMap<>();
    ways.forEach((way, count) -> numbers.put(way, count.sum()));
    return numbers;
  }
}
