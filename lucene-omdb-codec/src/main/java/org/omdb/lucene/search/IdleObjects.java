// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps objects that threads use one at a time for their next use. A thread gets back what it has
 * given, if it can, since that is in the caches of its core. Without locks; for any threads.
 *
 * @param <T> what is kept
 */
final class IdleObjects<T> {

  /** Between places, so that no two are in one cache line. */
  private static final int STRIDE = 32;

  private final int places;
  private final AtomicReferenceArray<T> objects;

  /**
   * @param max how many objects are kept, 1 or more
   */
  IdleObjects(int max) {
    places = max;
    objects = new AtomicReferenceArray<>(max * STRIDE);
  }

  /** Takes an object; null if there is none. */
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

  /** Gives an object back, which is dropped if there are enough. */
  void give(T object) {
    int first = placeOfThread();
    for (int i = 0; i < places; i++) {
      int at = (first + i) % places * STRIDE;
      if (objects.get(at) == null && objects.compareAndSet(at, null, object)) {
        return;
      }
    }
  }

  /** Threads of a pool are numbered one after the other. */
  private int placeOfThread() {
    return (int) (Thread.currentThread().threadId() % places);
  }
}
