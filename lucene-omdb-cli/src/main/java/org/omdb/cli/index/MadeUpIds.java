// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbVectorIds;

/**
 * Tells ids that a user gave from those that an import made up. Documents of the latter have a term
 * in a field of its own; a made-up id may replace such a document, as when an import is run again,
 * and no other.
 */
final class MadeUpIds implements Closeable {

  static final String FLAG = "true";

  private final IndexWriter writer;
  private final String field;
  private DirectoryReader reader;
  private List<OmdbVectorIds> ids;

  MadeUpIds(IndexWriter writer, String field) {
    this.writer = writer;
    this.field = field;
  }

  static String flagField(String field) {
    return field + ".made_up";
  }

  /** Whether the index, as it was at the first call, has a live document of this id from a user. */
  boolean isUsersId(String id) throws IOException {
    if (reader == null) {
      reader = DirectoryReader.open(writer);
      ids = new ArrayList<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        ids.add(OmdbVectorIds.of(leaf.reader(), field));
      }
    }
    BytesRef bytes = new BytesRef(id);
    for (LeafReaderContext leaf : reader.leaves()) {
      int doc = ids.get(leaf.ord).idToDocument(bytes);
      if (doc >= 0 && isFlagged(leaf, doc) == false) {
        return true;
      }
    }
    return false;
  }

  private boolean isFlagged(LeafReaderContext leaf, int doc) throws IOException {
    PostingsEnum flagged = leaf.reader().postings(new Term(flagField(field), FLAG));
    return flagged != null && flagged.advance(doc) == doc;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
