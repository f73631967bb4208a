// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * All that one thread ever does to a store. Each step is a pure function of a seed, the thread and
 * the number of the step, so that another process knows what must be there. Beside its documents a
 * thread keeps one that has the number of its last step.
 */
final class StoreHistory {

  static final int DIMENSION = 16;
  private static final int IDS = 40;
  private static final int GROUPS = 5;

  private final long seed;
  private final int thread;

  StoreHistory(long seed, int thread) {
    this.seed = seed;
    this.thread = thread;
  }

  /** The documents of this thread. */
  Filter mine() {
    return Filter.eq("thread", thread);
  }

  private SplittableRandom random(long step) {
    return new SplittableRandom(
        seed ^ (thread * 0x9E3779B97F4A7C15L) ^ (step * 0xBF58476D1CE4E5B9L));
  }

  private String id(int number) {
    return thread + "-" + number;
  }

  private String progressId() {
    return thread + "-progress";
  }

  /** The number of steps that a store has of this thread. */
  long progress(Map<String, OmdbDocument> documents) {
    OmdbDocument progress = documents.get(progressId());
    return progress == null ? 0 : (long) progress.metadata().get("step");
  }

  /** Does a step. */
  void apply(long step, OmdbStore store) throws IOException {
    SplittableRandom random = random(step);
    OmdbDocument progress = document(progressId(), GROUPS, step, random);
    switch (random.nextInt(8)) {
      case 0 -> {
        store.delete(deletedIds(random));
        store.upsert(progress);
      }
      case 1 -> {
        store.delete(mine().and(Filter.eq("group", random.nextInt(GROUPS))));
        store.upsert(progress);
      }
      default -> {
        List<OmdbDocument> documents = documents(step, random);
        documents.add(progress);
        store.upsert(documents);
      }
    }
  }

  /** Does the deletions of a step, which come before what it writes. */
  void applyDeletions(long step, Map<String, OmdbDocument> documents) {
    SplittableRandom random = random(step);
    document(progressId(), GROUPS, step, random);
    switch (random.nextInt(8)) {
      case 0 -> documents.keySet().removeAll(deletedIds(random));
      case 1 -> {
        int group = random.nextInt(GROUPS);
        documents.values().removeIf(document -> document.metadata().get("group").equals(group));
      }
      default -> {}
    }
  }

  /** Does a step. */
  void apply(long step, Map<String, OmdbDocument> documents) {
    applyDeletions(step, documents);
    SplittableRandom random = random(step);
    OmdbDocument progress = document(progressId(), GROUPS, step, random);
    documents.put(progress.id(), progress);
    if (random.nextInt(8) > 1) {
      documents(step, random).forEach(document -> documents.put(document.id(), document));
    }
  }

  private List<String> deletedIds(SplittableRandom random) {
    List<String> ids = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      ids.add(id(random.nextInt(IDS)));
    }
    return ids;
  }

  private List<OmdbDocument> documents(long step, SplittableRandom random) {
    Map<String, OmdbDocument> documents = new TreeMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int number = random.nextInt(IDS);
      documents.put(id(number), document(id(number), number % GROUPS, step, random));
    }
    return new ArrayList<>(documents.values());
  }

  private OmdbDocument document(String id, int group, long step, SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }
    Map<String, Object> metadata = new TreeMap<>();
    metadata.put("thread", thread);
    metadata.put("group", group);
    metadata.put("step", step);
    metadata.put("number", random.nextDouble());
    metadata.put("time", Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
    metadata.put("list", List.of("step " + step, step % 2 == 0, random.nextInt()));
    return new OmdbDocument(id, vector, "thread" + thread + " step" + step, metadata);
  }
}
