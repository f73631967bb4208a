// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.HookPlugin;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/**
 * A search ends when its time is over, or its task is cancelled, also while vectors are searched.
 */
public class TestTimeLimits extends ClusterTestCase {

  /** Documents per segment; there are two segments. */
  private static final int SIZE = 50;

  private static TestCluster cluster;
  private static Rest rest;

  @BeforeClass
  public static void start() throws Exception {
    cluster =
        TestCluster.start(
            newFolder(),
            1,
            node -> Settings.EMPTY,
            node -> List.of(OmdbPlugin.class, HookPlugin.class));
    rest = cluster.rest();
    rest.put("v", index(1, 0, "DOCUMENT", 2, "l2"));
    // On a slow machine a refresh in the middle of a request would make one segment more.
    rest.put("v/_settings", Json.of("{'index.refresh_interval': '-1'}"));
    for (int segment = 0; segment < 2; segment++) {
      StringBuilder lines = new StringBuilder();
      for (int n = segment * SIZE; n < (segment + 1) * SIZE; n++) {
        appendDocument(lines, "" + n, new float[] {n, 1}, n);
      }
      assertFalse(rest.post("v/_bulk?refresh=true", lines.toString()).get("errors").asBoolean());
    }
    assertEquals(2, rest.get("_cat/segments/v?format=json").size());
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    rest = null;
  }

  @After
  public void forgetHook() {
    HookPlugin.onSegment = segment -> {};
  }

  private static String search(String more) {
    return Json.of(
        "{'size': 200, 'query': {'omdb_knn': {'embedding': {'vector': [0, 0], 'k': 60, 'filter':"
            + " {'hook': {}}}}}"
            + more
            + "}");
  }

  private static Set<Integer> numbers(JsonNode found) {
    Set<Integer> numbers = new TreeSet<>();
    found.at("/hits/hits").forEach(hit -> numbers.add(hit.at("/_source/n").asInt()));
    return numbers;
  }

  /** The filter of the second segment takes longer than the whole search may. */
  @Test
  public void testTimeoutEndsASearchWithWhatWasFound() throws Exception {
    HookPlugin.onSegment = segment -> sleep(segment == 1 ? 3_500 : 0);
    JsonNode found = rest.post("v/_search", search(", 'timeout': '3s'"));
    assertTrue(found.toString(), found.get("timed_out").asBoolean());
    assertEquals(0, found.at("/_shards/failed").asInt());
    Set<Integer> numbers = numbers(found);
    assertTrue(numbers.toString(), numbers.contains(0));
    assertTrue(numbers.toString(), numbers.stream().allMatch(n -> n < SIZE));

    HookPlugin.onSegment = segment -> {};
    JsonNode inTime = rest.post("v/_search", search(", 'timeout': '1h'"));
    assertFalse(inTime.toString(), inTime.get("timed_out").asBoolean());
    assertEquals(60, numbers(inTime).size());
  }

  @Test
  public void testTimeoutEndsASearchForAllWithinADistance() throws Exception {
    String query =
        "{'size': 200, 'query': {'omdb_knn': {'embedding': {'vector': [0, 0], 'max_distance': 1000,"
            + " 'filter': {'hook': {}}}}}, 'timeout': '%s'}";
    HookPlugin.onSegment = segment -> sleep(segment == 1 ? 3_500 : 0);
    JsonNode found = rest.post("v/_search", Json.of(String.format(Locale.ROOT, query, "3s")));
    assertTrue(found.toString(), found.get("timed_out").asBoolean());
    assertEquals(0, found.at("/_shards/failed").asInt());
    Set<Integer> numbers = numbers(found);
    assertTrue(numbers.toString(), numbers.contains(0));
    assertTrue(numbers.toString(), numbers.stream().allMatch(n -> n < SIZE));

    HookPlugin.onSegment = segment -> {};
    JsonNode inTime = rest.post("v/_search", Json.of(String.format(Locale.ROOT, query, "1h")));
    assertFalse(inTime.toString(), inTime.get("timed_out").asBoolean());
    assertEquals(2 * SIZE, numbers(inTime).size());
  }

  @Test
  public void testTimeoutIsAnErrorWherePartialResultsAreNotAllowed() throws Exception {
    HookPlugin.onSegment = segment -> sleep(20);
    Rest.Answer answer =
        rest.send(
            "POST", "v/_search?allow_partial_search_results=false", search(", 'timeout': '1ms'"));
    assertTrue(answer.reasons(), answer.status() >= 400);
    assertTrue(answer.reasons(), answer.reasons().contains("Time exceeded"));
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void testCancelledTask() throws Exception {
    CountDownLatch isSearching = new CountDownLatch(1);
    CountDownLatch isCancelled = new CountDownLatch(1);
    HookPlugin.onSegment =
        segment -> {
          isSearching.countDown();
          try {
            assertTrue(isCancelled.await(1, TimeUnit.MINUTES));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    CompletableFuture<Rest.Answer> search =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return rest.send("POST", "v/_search", search(""));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    assertTrue(isSearching.await(1, TimeUnit.MINUTES));
    rest.post("_tasks/_cancel?actions=*search*", null);
    isCancelled.countDown();
    Rest.Answer answer = search.get(1, TimeUnit.MINUTES);
    assertTrue(answer.reasons(), answer.status() >= 400);
    assertTrue(answer.reasons(), answer.reasons().contains("cancelled"));
  }

  /** The fetch phase rewrites the query again, but does not search again. */
  @Test
  public void testVectorsAreSearchedOncePerRequest() throws Exception {
    rest.put("two", index(2, 0, "DOCUMENT", 2, "l2")); // with one shard the phases are one
    for (int n = 0; n < SIZE; n++) {
      rest.put("two/_doc/" + n, Json.of("{'n': " + n + ", 'embedding': [" + n + ", 1]}"));
    }
    rest.post("two/_forcemerge?max_num_segments=1", null);
    rest.post("two/_refresh", null);
    AtomicInteger searched = new AtomicInteger();
    HookPlugin.onSegment = segment -> searched.incrementAndGet();
    assertEquals(SIZE, numbers(rest.post("two/_search", search(""))).size());
    assertEquals(2, searched.get());
  }

  @Test
  public void testProfile() throws Exception {
    JsonNode found = rest.post("v/_search", search(", 'profile': true"));
    assertEquals(60, numbers(found).size());
    long nanos = found.at("/profile/shards/0/searches/0/rewrite_time").asLong();
    // The time since an arbitrary origin, if rewrites were nested.
    assertTrue(found.get("profile").toString(), nanos < TimeUnit.MINUTES.toNanos(2));
  }
}
