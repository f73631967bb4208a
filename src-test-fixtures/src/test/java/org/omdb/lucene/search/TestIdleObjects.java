// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.NamedThreadFactory;

/** No object has two users, none is lost while there is room, and a thread gets its own back. */
public class TestIdleObjects extends LuceneTestCase {

  public void testKeepsAsManyAsAllowed() {
    int max = 1 + random().nextInt(8);
    IdleObjects<Integer> idle = new IdleObjects<>(max);
    assertNull(idle.take());
    for (int i = 0; i < max + 3; i++) {
      idle.give(i);
    }
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < max; i++) {
      assertTrue(taken.add(idle.take()));
    }
    assertNull(idle.take());
    for (int i = 0; i < max; i++) {
      assertTrue(taken.toString(), taken.contains(i)); // the first ones
    }
  }

  public void testThreadGetsItsOwn() throws Exception {
    IdleObjects<Object> idle = new IdleObjects<>(2);
    Object ours = new Object();
    Object theirs = new Object();
    idle.give(ours);
    // The next thread has another place, or the one after the next.
    Thread thread = null;
    while (thread == null || thread.threadId() % 2 == Thread.currentThread().threadId() % 2) {
      thread = new Thread(() -> idle.give(theirs));
    }
    thread.start();
    thread.join();
    assertSame(ours, idle.take());
    assertSame(theirs, idle.take());
  }

  /** Some more threads than places. */
  public void testOneUserAtATime() throws Exception {
    IdleObjects<AtomicBoolean> idle = new IdleObjects<>(3);
    AtomicInteger made = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(5, new NamedThreadFactory("users"));
    try {
      List<Future<?>> users = new ArrayList<>();
      for (int user = 0; user < 5; user++) {
        users.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    AtomicBoolean object = idle.take();
                    if (object == null) {
                      object = new AtomicBoolean();
                      made.incrementAndGet();
                    }
                    assertTrue("has a user", object.compareAndSet(false, true));
                    assertTrue("had a user", object.compareAndSet(true, false));
                    idle.give(object);
                  }
                }));
      }
      for (Future<?> user : users) {
        user.get();
      }
    } finally {
      threads.shutdown();
    }
    assertTrue(made + " made", made.get() >= 1);
    int left = 0;
    while (idle.take() != null) {
      left++;
    }
    assertTrue(left + " left", left >= 1 && left <= 3);
  }
}
