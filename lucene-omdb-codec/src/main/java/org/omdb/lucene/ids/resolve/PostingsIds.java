// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/**
 * Ids that documents have as an indexed term, at most one each. Postings lead from terms to
 * documents, and this inverts them for a window of documents at a time: one pass over all terms
 * collects the terms of those documents. The window is as large as its memory allows. Documents
 * that are asked in increasing order cost one pass per window. A document before the window costs
 * another pass.
 */
public final class PostingsIds implements FieldIds {

  /** The memory for the ids of a window, in bytes. Their positions take half of that on top. */
  static final int WINDOW_BYTES = 32 << 20;

  /** The assumed length of an id. It decides how many documents a window starts with. */
  private static final int EXPECTED_ID_BYTES = 16;

  private final Terms terms;
  private final String idField;
  private final int maxDoc;
  private final int windowBytes;

  private int windowStart;
  private int windowEnd; // exclusive

  /**
   * Per document of the window, 1 + where its id starts in {@link #bytes}. 0 if it has no term;
   * negative if it has several.
   */
  private int[] starts = {};

  private int[] lengths = {};
  private byte[] bytes = {};
  private int used;
  private final BytesRef id = new BytesRef();

  /**
   * A view of one id field.
   *
   * @param terms of the field
   * @param idField its name, for messages
   * @param maxDoc number of documents of the segment
   */
  public PostingsIds(Terms terms, String idField, int maxDoc) {
    this(terms, idField, maxDoc, WINDOW_BYTES);
  }

  PostingsIds(Terms terms, String idField, int maxDoc, int windowBytes) {
    this.terms = terms;
    this.idField = idField;
    this.maxDoc = maxDoc;
    this.windowBytes = windowBytes;
  }

  @Override
  public BytesRef id(int doc) throws IOException {
    if (doc < windowStart || doc >= windowEnd) {
      fill(doc);
    }
    int slot = doc - windowStart;
    if (starts[slot] == 0) {
      return null;
    }
    if (starts[slot] < 0) {
      throw new IllegalArgumentException(
          "document "
              + doc
              + " has several terms in id field \""
              + idField
              + "\", \""
              + Term.toString(new BytesRef(bytes, -starts[slot] - 1, lengths[slot]))
              + "\" and others: an id must be one term, as StringField and KeywordField index it");
    }
    id.bytes = bytes;
    id.offset = starts[slot] - 1;
    id.length = lengths[slot];
    return id;
  }

  /** Whether a document has an id as its only term; of null, whether it has no term. */
  boolean hasOnly(BytesRef id, int doc) throws IOException {
    if (doc < windowStart || doc >= windowEnd) {
      fill(doc);
    }
    int slot = doc - windowStart;
    if (id == null || starts[slot] <= 0) {
      return id == null && starts[slot] == 0;
    }
    return id.equals(new BytesRef(bytes, starts[slot] - 1, lengths[slot]));
  }

  private void fill(int firstDoc) throws IOException {
    windowStart = windowEnd = firstDoc; // stays empty if this fails
    int size = Math.min(maxDoc - firstDoc, Math.max(1, windowBytes / EXPECTED_ID_BYTES));
    if (starts.length < size) {
      starts = new int[size];
      lengths = new int[size];
    }
    Arrays.fill(starts, 0);
    used = 0;
    int end = firstDoc + size;
    TermsEnum termsEnum = terms.iterator();
    PostingsEnum postings = null;
    for (BytesRef term = termsEnum.next(); term != null; term = termsEnum.next()) {
      postings = termsEnum.postings(postings, PostingsEnum.NONE);
      int doc = firstDoc == 0 ? postings.nextDoc() : postings.advance(firstDoc);
      while (doc < end) { // NO_MORE_DOCS is not
        add(firstDoc, doc, term);
        end = shrink(firstDoc, end);
        doc = postings.nextDoc();
      }
      assert doc >= end || doc == DocIdSetIterator.NO_MORE_DOCS;
    }
    windowEnd = end;
  }

  private void add(int firstDoc, int doc, BytesRef term) {
    int slot = doc - firstDoc;
    if (starts[slot] != 0) { // an error only if somebody asks for this document
      starts[slot] = -Math.abs(starts[slot]);
      return;
    }
    bytes = ArrayUtil.grow(bytes, used + term.length);
    System.arraycopy(term.bytes, term.offset, bytes, used, term.length);
    starts[slot] = used + 1;
    lengths[slot] = term.length;
    used += term.length;
  }

  /** Halves the window until its ids fit. A window of one document always fits. */
  private int shrink(int firstDoc, int end) {
    while (used > windowBytes && end - firstDoc > 1) {
      int size = (end - firstDoc) / 2;
      byte[] all = bytes;
      bytes = new byte[Math.min(all.length, windowBytes)];
      used = 0;
      for (int slot = 0; slot < size; slot++) {
        if (starts[slot] != 0) {
          bytes = ArrayUtil.grow(bytes, used + lengths[slot]);
          System.arraycopy(all, Math.abs(starts[slot]) - 1, bytes, used, lengths[slot]);
          starts[slot] = starts[slot] < 0 ? -(used + 1) : used + 1;
          used += lengths[slot];
        }
      }
      Arrays.fill(starts, size, end - firstDoc, 0);
      end = firstDoc + size;
    }
    return end;
  }
}
