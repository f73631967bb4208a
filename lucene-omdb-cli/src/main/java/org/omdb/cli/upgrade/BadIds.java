// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.util.BytesRef;
import org.omdb.image.Utf8;

/** Counts the ids that an id table can't hold, and remembers the first one. For one thread. */
final class BadIds {

  /** The check stops after so many: looking for an id may take a pass over all terms. */
  private static final int MAX_UNREADABLE = 100;

  private int count;
  private int unreadable;
  private String first;

  /** Checks an id that was read. */
  void check(SegmentReader leaf, String field, int doc, BytesRef id) {
    String what = null;
    if (id.length == 0) {
      what = "is empty";
    } else if (id.length > IndexWriter.MAX_TERM_LENGTH) {
      what = "has " + id.length + " bytes, more than " + IndexWriter.MAX_TERM_LENGTH;
    } else if (Utf8.isWellFormed(id) == false) {
      what = "is not UTF-8: " + id;
    }
    if (what != null) {
      count++;
      if (first == null) {
        first = "the id of document " + doc + " for field \"" + field + "\" " + what + where(leaf);
      }
    }
  }

  /**
   * Counts an id that could not be read.
   *
   * @return whether to go on
   */
  boolean unreadable(SegmentReader leaf, IllegalArgumentException reason) {
    count++;
    unreadable++;
    if (first == null) {
      first = reason.getMessage() + where(leaf);
    }
    return hasSeenEnough() == false;
  }

  private static String where(SegmentReader leaf) {
    return " (segment " + leaf.getSegmentName() + ")";
  }

  private boolean hasSeenEnough() {
    return unreadable >= MAX_UNREADABLE;
  }

  /** Says what is wrong; null if all ids are good. */
  String message() {
    if (count == 0) {
      return null;
    }
    return first
        + "; "
        + (hasSeenEnough() ? "at least " : "")
        + count
        + (count == 1 ? " vector has" : " vectors have")
        + " an id that an id table can't hold";
  }
}
