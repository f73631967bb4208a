// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbVectorIds;

/**
 * Compares every id and vector of an index with what was put in: from the documents to the ids, and
 * from the ids to the documents.
 */
final class ContentCheck {

  private final IndexReader reader;
  private final Map<String, float[]> expected;
  private final List<String> problems = new ArrayList<>();

  /**
   * What was found.
   *
   * @param expected ids that should be there
   * @param deleted ids that should not be there any more
   * @param live documents that aren't deleted
   * @param rightDocuments live documents with an id that was put in, that no other document has,
   *     and with the same vector, bit for bit
   * @param rightIds ids that lead to a live document with that id and the same vector, bit for bit
   * @param goneIds deleted ids that lead to no document
   * @param stored ids in the files, including those of deleted documents that are not merged away
   *     yet
   * @param problems what is missing, changed or made up, a line each; empty if all is well
   */
  record Result(
      int expected,
      int deleted,
      int live,
      int rightDocuments,
      int rightIds,
      int goneIds,
      int stored,
      List<String> problems) {}

  private ContentCheck(IndexReader reader, Map<String, float[]> expected) {
    this.reader = reader;
    this.expected = expected;
  }

  /**
   * Checks an index.
   *
   * @param expected vectors by their ids: all that were put in and are not deleted
   * @param deleted the ids that were deleted
   */
  static Result of(IndexReader reader, Map<String, float[]> expected, Set<String> deleted)
      throws IOException {
    ContentCheck check = new ContentCheck(reader, expected);
    int rightDocuments = check.documents();
    int rightIds = check.ids();
    int goneIds = check.gone(deleted);
    return new Result(
        expected.size(),
        deleted.size(),
        reader.numDocs(),
        rightDocuments,
        rightIds,
        goneIds,
        check.stored(),
        List.copyOf(check.problems));
  }

  /** From each live document to its id and vector. */
  private int documents() throws IOException {
    Set<String> seen = new HashSet<>();
    int right = 0;
    int withVector = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      OmdbVectorIds ids = OmdbVectorIds.of(leaf.reader(), DemoIndex.FIELD);
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(DemoIndex.FIELD);
      if (vectors == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      DocIndexIterator documents = vectors.iterator();
      while (documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (live == null || live.get(documents.docID())) {
          withVector++;
          String id = ids.documentToId(documents.docID());
          if (isRight(id, vectors.vectorValue(documents.index()))) {
            right += isTrue(seen.add(id), "\"" + id + "\" is the id of two documents") ? 1 : 0;
          }
        }
      }
    }
    isTrue(
        withVector == reader.numDocs(),
        reader.numDocs() + " documents are live, and only " + withVector + " have a vector");
    return right;
  }

  /** From each id to its document, and back. */
  private int ids() throws IOException {
    int right = 0;
    for (String id : expected.keySet()) {
      int doc = OmdbVectorIds.find(reader, DemoIndex.FIELD, id);
      if (isTrue(doc >= 0, "\"" + id + "\" is missing: the id leads to no document")) {
        int leafIndex = ReaderUtil.subIndex(doc, reader.leaves());
        LeafReaderContext leaf = reader.leaves().get(leafIndex);
        right += leadsBack(leaf.reader(), doc - leaf.docBase, id) ? 1 : 0;
      }
    }
    return right;
  }

  private boolean leadsBack(LeafReader leaf, int doc, String id) throws IOException {
    OmdbVectorIds ids = OmdbVectorIds.of(leaf, DemoIndex.FIELD);
    String back = ids.documentToId(doc);
    if (isTrue(id.equals(back), "\"" + id + "\" leads to the document of \"" + back + "\"")) {
      int ordinal = ids.idToOrdinal(new BytesRef(id));
      return isRight(id, leaf.getFloatVectorValues(DemoIndex.FIELD).vectorValue(ordinal));
    }
    return false;
  }

  private int gone(Set<String> deleted) throws IOException {
    int gone = 0;
    for (String id : deleted) {
      boolean found = OmdbVectorIds.find(reader, DemoIndex.FIELD, id) >= 0;
      gone += isTrue(found == false, "\"" + id + "\" was deleted, and is still found") ? 1 : 0;
    }
    return gone;
  }

  private int stored() throws IOException {
    int stored = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      stored += OmdbVectorIds.of(leaf.reader(), DemoIndex.FIELD).idCount();
    }
    return stored;
  }

  private boolean isRight(String id, float[] vector) {
    float[] original = id == null ? null : expected.get(id);
    return isTrue(id != null, "a document has a vector without an id")
        && isTrue(original != null, "\"" + id + "\" is made up, or should have been deleted")
        // Compares the bits of floats, except for NaN, and there is none.
        && isTrue(Arrays.mismatch(vector, original) < 0, "\"" + id + "\" has a changed vector");
  }

  private boolean isTrue(boolean condition, String otherwise) {
    if (condition == false) {
      problems.add(otherwise);
    }
    return condition;
  }
}
