// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A process that writes to a store until it is killed: {@code StoreMain <folder> <threads> <history
 * seed> <run seed>}. It says on standard output what it has done: {@code opened}, {@code
 * acknowledged <thread> <steps>} when so many steps of a thread are durable.
 */
final class StoreMain {

  private StoreMain() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int threads = Integer.parseInt(args[1]);
    long historySeed = Long.parseLong(args[2]);
    SplittableRandom random = new SplittableRandom(Long.parseLong(args[3]));
    boolean eachCall = random.nextInt(3) == 0;
    OmdbStoreOptions options =
        OmdbStoreOptions.defaults()
            .commitInterval(Duration.ofMillis(random.nextInt(2) * (1 + random.nextInt(20))))
            .commitAfter(eachCall ? 1 : random.nextInt(2) * (1 + random.nextInt(50)))
            .ramBufferMegabytes(random.nextBoolean() ? 0.1 : 16);
    OmdbStore store = OmdbStore.open(folder, options); // never closed
    say("opened");
    for (int t = 0; t < threads; t++) {
      int thread = t;
      SplittableRandom own = random.split();
      Thread writer =
          new Thread(
              () -> {
                try {
                  write(store, new StoreHistory(historySeed, thread), thread, eachCall, own);
                } catch (Throwable e) {
                  e.printStackTrace();
                  Runtime.getRuntime().halt(1);
                }
              });
      writer.start();
    }
    while (true) {
      Thread.sleep(random.nextInt(300));
      store.forceMerge(1 + random.nextInt(3));
    }
  }

  private static void write(
      OmdbStore store, StoreHistory history, int thread, boolean eachCall, SplittableRandom random)
      throws IOException {
    Map<String, OmdbDocument> found = new TreeMap<>();
    for (Hit hit : store.search(Search.all().filter(history.mine()).limit(Integer.MAX_VALUE))) {
      found.put(hit.id(), hit.document());
    }
    for (long step = history.progress(found) + 1; ; step++) {
      history.apply(step, store);
      if (eachCall == false && random.nextInt(10) > 0) {
        continue;
      }
      if (eachCall == false) {
        store.commit();
      }
      say("acknowledged " + thread + " " + step);
    }
  }

  private static synchronized void say(String what) {
    System.out.println(what);
    System.out.flush();
  }
}
