// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefArray;
import org.apache.lucene.util.BytesRefBuilder;
import org.apache.lucene.util.Counter;
import org.apache.lucene.util.packed.GrowableWriter;
import org.apache.lucene.util.packed.PackedInts;

/**
 * Which term of a field each document of a segment has, to look up documents one by one. Kept are
 * the number of each document's term, packed, and every {@value #INTERVAL}th of the terms, from
 * which the term dictionary leads to the others. That is some 3 bytes of heap per document.
 *
 * <p>To make this takes a pass over all terms, so it is kept until the last reader of the segment
 * is closed. Together they take at most {@link #MAX_BYTES}; a segment beyond that gets none.
 * Immutable, safe for any number of threads.
 */
final class TermOrdinals {

  /** The limit for all segments together: 64 MiB, but at most a sixteenth of the heap. */
  static final long MAX_BYTES = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);

  /** A lookup reads at most this many terms. Each kept term takes some 20 bytes. */
  static final int INTERVAL = 64;

  private static final int NONE = 0;
  private static final int SEVERAL = 1;
  private static final int FIRST = 2; // that of term 0

  private static final Map<Key, Entry> KEPT = new ConcurrentHashMap<>();
  private static final AtomicLong KEPT_BYTES = new AtomicLong();

  private record Key(IndexReader.CacheKey segment, String field) {}

  /** The first thread that asks makes it; others wait. */
  private static final class Entry {

    private boolean isMade;
    private TermOrdinals ordinals;

    synchronized TermOrdinals get(Terms terms, int maxDoc) throws IOException {
      if (isMade == false) {
        ordinals = make(terms, maxDoc, MAX_BYTES - KEPT_BYTES.get());
        isMade = true;
        if (KEPT_BYTES.addAndGet(bytes()) > MAX_BYTES) { // other segments' were made meanwhile
          KEPT_BYTES.addAndGet(-bytes());
          ordinals = null;
        }
      }
      return ordinals;
    }

    synchronized void release() {
      KEPT_BYTES.addAndGet(-bytes());
      isMade = true;
      ordinals = null;
    }

    private long bytes() {
      return ordinals == null ? 0 : ordinals.bytes;
    }
  }

  private final GrowableWriter ofDocs;
  private final BytesRefArray everyNth;
  private final long bytes;

  private TermOrdinals(GrowableWriter ofDocs, BytesRefArray everyNth, long bytes) {
    this.ofDocs = ofDocs;
    this.everyNth = everyNth;
    this.bytes = bytes;
  }

  /**
   * The term ordinals of a field of a segment. Makes them on the first call.
   *
   * @param segment tells when the segment is closed; null if nothing does
   * @param terms of the field
   * @return null if nothing tells when to drop them, or if they are too large
   */
  static TermOrdinals of(IndexReader.CacheHelper segment, String field, Terms terms, int maxDoc)
      throws IOException {
    if (segment == null) {
      return null;
    }
    Key key = new Key(segment.getKey(), field);
    Entry fresh = new Entry();
    Entry kept = KEPT.putIfAbsent(key, fresh);
    if (kept != null) {
      return kept.get(terms, maxDoc);
    }
    try {
      segment.addClosedListener(closed -> remove(key));
      return fresh.get(terms, maxDoc);
    } catch (Throwable t) {
      remove(key);
      throw t;
    }
  }

  private static void remove(Key key) {
    Entry entry = KEPT.remove(key);
    if (entry != null) {
      entry.release();
    }
  }

  /** The heap that all segments take at the moment, in bytes. */
  static long keptBytes() {
    return KEPT_BYTES.get();
  }

  private static TermOrdinals make(Terms terms, int maxDoc, long maxBytes) throws IOException {
    GrowableWriter ofDocs = new GrowableWriter(Byte.SIZE, maxDoc, PackedInts.COMPACT);
    Counter termBytes = Counter.newCounter();
    BytesRefArray everyNth = new BytesRefArray(termBytes);
    TermsEnum termsEnum = terms.iterator();
    PostingsEnum postings = null;
    long number = 0;
    for (BytesRef term = termsEnum.next(); term != null; term = termsEnum.next(), number++) {
      if (number % INTERVAL == 0) {
        if (number + FIRST > Integer.MAX_VALUE
            || ofDocs.ramBytesUsed() + termBytes.get() > maxBytes) {
          return null;
        }
        everyNth.append(term);
      }
      postings = termsEnum.postings(postings, PostingsEnum.NONE);
      for (int doc = postings.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = postings.nextDoc()) {
        ofDocs.set(doc, ofDocs.get(doc) == NONE ? number + FIRST : SEVERAL);
      }
    }
    return new TermOrdinals(ofDocs, everyNth, ofDocs.ramBytesUsed() + termBytes.get());
  }

  boolean hasNone(int doc) {
    return ofDocs.get(doc) == NONE;
  }

  boolean hasSeveral(int doc) {
    return ofDocs.get(doc) == SEVERAL;
  }

  /**
   * The only term of a document.
   *
   * @param doc a document that has exactly one term
   * @param termsEnum of the same terms; is moved to the term
   * @param spare is overwritten
   */
  BytesRef term(int doc, TermsEnum termsEnum, BytesRefBuilder spare) throws IOException {
    int number = Math.toIntExact(ofDocs.get(doc) - FIRST);
    if (termsEnum.seekExact(everyNth.get(spare, number / INTERVAL)) == false) {
      throw new IllegalStateException("a term is gone: " + spare.get());
    }
    for (int i = number % INTERVAL; i > 0; i--) {
      termsEnum.next();
    }
    return termsEnum.term();
  }
}
