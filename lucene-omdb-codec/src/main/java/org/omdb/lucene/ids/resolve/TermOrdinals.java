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
 * Which term of a field each document of a segment has, for documents asked one by one: the term's
 * number, in as many bits as that takes, and of the terms themselves every {@value #INTERVAL}th,
 * from which the term dictionary leads to the others. That is some 3 bytes of heap per document.
 *
 * <p>It takes a pass over all terms to make, so it is kept until the segment's last reader is
 * closed. All that are kept take at most {@link #MAX_BYTES}; a segment that would be beyond that
 * gets none. Immutable, safe for any number of threads.
 */
final class TermOrdinals {

  /** What all of them may take together: 64 MiB, or a sixteenth of the heap if that is less. */
  static final long MAX_BYTES = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);

  /** A lookup reads as many terms at most; each that is kept takes some 20 bytes. */
  static final int INTERVAL = 64;

  private static final int NONE = 0;
  private static final int SEVERAL = 1;
  private static final int FIRST = 2; // that of term 0

  private static final Map<Key, Entry> KEPT = new ConcurrentHashMap<>();
  private static final AtomicLong KEPT_BYTES = new AtomicLong();

  private record Key(IndexReader.CacheKey segment, String field) {}

  /** Made by the first thread that asks, while others wait for it. */
  private static final class Entry {

    private boolean isMade;
    private TermOrdinals ordinals;

    synchronized TermOrdinals get(Terms terms, int maxDoc) throws IOException {
      if (isMade == false) {
        ordinals = make(terms, maxDoc, MAX_BYTES - KEPT_BYTES.get());
        isMade = true;
        KEPT_BYTES.addAndGet(bytes());
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
   * Those of a segment, made now if they were not before.
   *
   * @param segment tells when it is closed; null if nothing does
   * @param terms of the field
   * @return null if they can't be kept, or are too large
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

  /** What all that are kept take at the moment. */
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
   * @param doc one that has a term, and not several
   * @param termsEnum of the same terms; left at the term
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
