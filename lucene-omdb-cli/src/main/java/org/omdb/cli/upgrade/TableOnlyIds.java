// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbVectorIds;
import org.omdb.lucene.ids.IdLossException;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.VectorIds;
import org.omdb.lucene.ids.resolve.LeafVectorIds;

/**
 * Counts the ids that would be lost or change without the id table, and remembers the first one.
 * For one thread.
 */
final class TableOnlyIds {

  private final String[] idFields;
  private final BytesRef id = new BytesRef();
  private final BytesRef outside = new BytesRef();
  private int count;
  private String first;

  TableOnlyIds(List<String> idFields) {
    this.idFields = idFields.toArray(String[]::new);
  }

  /** Checks one field of a segment. */
  void check(SegmentReader leaf, FieldInfo field) throws IOException {
    if (IdProvenance.isOurs(field) == false) {
      return;
    }
    OmdbVectorIds with = OmdbVectorIds.of(leaf, field.name, idFields);
    VectorIds without = without(leaf, field);
    KnnVectorValues vectors = with.vectors();
    Bits live = leaf.getHardLiveDocs();
    for (int ordinal = 0; ordinal < with.size(); ordinal++) {
      int doc = vectors.ordToDoc(ordinal);
      if ((live == null || live.get(doc)) && with.ordinalToId(ordinal, id)) {
        String found = without == null ? "none" : found(without, ordinal);
        if (found != null) {
          count++;
          if (first == null) {
            first =
                "document "
                    + doc
                    + " of segment "
                    + leaf.getSegmentName()
                    + " has the id \""
                    + id.utf8ToString()
                    + "\" of field \""
                    + field.name
                    + "\" in the id table, and "
                    + found
                    + " in its other fields";
          }
        }
      }
    }
  }

  /** The ids that a segment has outside its table; null if there are none. */
  private VectorIds without(SegmentReader leaf, FieldInfo field) throws IOException {
    try {
      return LeafVectorIds.withoutTable(leaf, field.name, List.of(idFields));
    } catch (@SuppressWarnings("unused")
        IdLossException
        | IllegalArgumentException e) { // the fields that had the ids are gone
      return null;
    }
  }

  /** What is found instead of the id; null if the id is found. */
  private String found(VectorIds without, int ordinal) throws IOException {
    try {
      if (without.read(ordinal, outside) == false) {
        return "none";
      }
      return outside.bytesEquals(id) ? null : "\"" + outside.utf8ToString() + "\"";
    } catch (@SuppressWarnings("unused") IdLossException | IllegalArgumentException e) {
      return "none, or several";
    }
  }

  /** Says what would be lost; null if all ids can be read without tables. */
  String message() {
    return count == 0
        ? null
        : first
            + "; "
            + count
            + (count == 1 ? " id is" : " ids are")
            + " in id tables only, and would be lost";
  }
}
