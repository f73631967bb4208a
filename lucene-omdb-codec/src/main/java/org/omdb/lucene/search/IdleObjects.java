// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A pool of objects, each used by one thread at a time. A thread gets the object that it gave back
 * last, if possible, since that one is probably still in its core's caches. Lock-free; safe for any
 * number of threads.
 *
 * @param <T> type of the objects
 */
final class IdleObjects<T> {

  /** Elements between places: 128 bytes or more, so that no two places share a cache line. */
  private static final int STRIDE = 32;

  private final int places;
  private final AtomicReferenceArray<T> objects;

  /**
   * @param max how many objects to keep at most, 1 or more
   */
  IdleObjects(int max) {
    places = max;
    objects = new AtomicReferenceArray<>(max * STRIDE);
  }

  /** Removes an object from the pool; null if it is empty. */
  T take() {
    int first = placeOfThread();
    for (int i = 0; i < places; i++) {
      int at = (first + i) % places * STRIDE;
      if (objects.get(at) != null) {
        T object = objects.getAndSet(at, null);
        if (object != null) {
          return object;
        }
      }
    }
    return null;
  }

  /** Puts an object into the pool; drops it if the pool is full. */
  void give(T object) {
    int first = placeOfThread();
    for (int i = 0; i < places; i++) {
      int at = (first + i) % places * STRIDE;
      if (objects.get(at) == null && objects.compareAndSet(at, null, object)) {
        return;
      }
    }
  }

  /** The place that a thread tries first. A thread pool's ids are consecutive, so they differ. */
  private int placeOfThread() {
    return (int) (Thread.currentThread().threadId() % places);
  }
}
