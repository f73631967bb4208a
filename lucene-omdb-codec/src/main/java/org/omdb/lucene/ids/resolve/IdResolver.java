// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.omdb.lucene.ids.IdLossException;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.IdTableReader;

/**
 * The ids of the vectors of one segment, or of one source of a merge, wherever they are. Per
 * document the first of these that knows the id:
 *
 * <ol>
 *   <li>doc values under the vector field's own name
 *   <li>doc values of the id fields that the segment's ids follow: they may have been updated since
 *   <li>the segment's id table
 *   <li>if a wrapper hides that table: doc values, stored fields or terms of the fields that its
 *       ids came from
 *   <li>doc values, stored fields or terms of the id fields that the segment names, then of the
 *       configured ones
 * </ol>
 *
 * <p>So a change of the configured id fields never rewrites an id that a vector has. A segment that
 * had ids and can't give them any more is an {@link IdLossException}.
 */
public final class IdResolver {

  private final String where;
  private final FieldInfo vectorField;
  private final IdProvenance recorded;
  private final boolean everyVectorHadId;
  private final IdTableReader table;
  private final List<String> otherIdFields;
  private final BytesRef spare = new BytesRef();
  private final BytesRefBuilder only = new BytesRefBuilder();

  private String idField;
  private List<String> followed;
  private boolean isOwnId;

  /**
   * Prepares the resolution of the ids of one source.
   *
   * @param where what this is of, to begin messages with
   * @param vectorField its field info in the source
   * @param size number of vectors of the source
   * @param table the source's id table, null if it has none or a wrapper hides it
   * @param configuredIdFields the id fields to look into last
   */
  public IdResolver(
      String where,
      FieldInfo vectorField,
      int size,
      IdTableReader table,
      List<String> configuredIdFields) {
    this.where = where;
    this.vectorField = vectorField;
    this.recorded = IdProvenance.of(vectorField);
    this.everyVectorHadId = recorded.everyVectorHadId(size);
    this.table = table;
    this.otherIdFields = recorded.otherIdFields(configuredIdFields);
  }

  /** Whether there are or were ids in an id table that can't be read here. */
  boolean isTableHidden() {
    return recorded.hadIds() && table == null && IdProvenance.isOurs(vectorField);
  }

  /**
   * Fails if the id table is hidden and the fields are gone too that ids came from.
   *
   * @param fieldInfos of the source
   * @throws IdLossException if that is so
   */
  public void checkFields(FieldInfos fieldInfos) throws IdLossException {
    if (isTableHidden() == false) {
      return;
    }
    boolean found = recorded.idFields().isEmpty() && IdProvenance.hasOwnIds(vectorField);
    for (String name : recorded.idFields()) {
      found = fieldInfos.fieldInfo(name) != null;
      if (found == false) {
        break;
      }
    }
    if (found == false) {
      throw new IdLossException(
          where
              + " would lose the ids of vector field \""
              + vectorField.name
              + "\": it was written with ids, but the reader given hides its id table, and the"
              + " fields that they came from are not there "
              + recorded.idFields()
              + "; a merge keeps its sources. Remove the wrapper (merge policy, addIndexes), or"
              + " index the ids with OmdbVectorField");
    }
  }

  /**
   * Finds the id of a vector.
   *
   * @param places the fields of documents
   * @param doc the document's number in the places
   * @param ordinal the vector's in the source
   * @return the id, valid until the next call; null if the vector has none
   * @throws IdLossException if the vector had an id when it was written that is not found any more
   * @throws IOException if reading fails
   */
  public BytesRef id(IdPlaces places, int doc, int ordinal) throws IOException {
    BytesRef id = places.own(doc);
    isOwnId = id != null;
    if (isOwnId) {
      return id;
    }
    boolean hidden = isTableHidden();
    // Of a reader that hides its table nothing tells whether it is one segment or several.
    followed = hidden ? List.of() : recorded.followedIdFields();
    for (String name : followed) {
      if ((id = places.docValue(name, doc)) != null) {
        idField = name;
        return id;
      }
    }
    if (table != null && table.read(ordinal, spare)) {
      idField = followed.size() == 1 ? followed.get(0) : null;
      return spare;
    }
    if (hidden && (id = onlyIdOf(places, doc)) != null) {
      Set<String> fields = recorded.idFields();
      idField = fields.size() == 1 ? fields.iterator().next() : null;
      followed = fields.size() == 1 ? List.copyOf(fields) : List.of();
      return id;
    }
    checkNoneLost(ordinal);
    followed = otherIdFields;
    id = places.anywhere(otherIdFields, doc);
    idField = places.foundIn();
    return id;
  }

  /** The document's id if all fields that the source's ids came from agree on it. */
  private BytesRef onlyIdOf(IdPlaces places, int doc) throws IOException {
    only.clear();
    String from = null;
    for (String name : recorded.idFields()) {
      BytesRef id = places.anywhere(List.of(name), doc);
      if (id != null && from != null && only.get().equals(id) == false) {
        throw new IdLossException(
            where
                + " could change an id of vector field \""
                + vectorField.name
                + "\": it has ids from several fields, a wrapper hides its id table, and a"
                + " document has \""
                + only.get().utf8ToString()
                + "\" in \""
                + from
                + "\" and another value in \""
                + name
                + "\"; a merge keeps its sources. Remove the wrapper (merge policy, addIndexes)");
      }
      if (id != null) {
        only.copyBytes(id);
        from = name;
      }
    }
    return from == null ? null : only.get();
  }

  private void checkNoneLost(int ordinal) throws IdLossException {
    // Of a composite reader it is only known that no segment of ours had a vector without an id.
    if (everyVectorHadId || (isTableHidden() && recorded.someLackIds() == false)) {
      throw new IdLossException(
          where
              + " would lose an id of vector field \""
              + vectorField.name
              + "\": every one of its vectors had one, but ordinal "
              + ordinal
              + " brings none"
              + (isTableHidden()
                  ? ", and a wrapper or a policy that reorders documents hides the id table: under"
                      + " OmdbMergePolicy a merge can read it"
                  : "")
              + "; a merge keeps its sources");
    }
  }

  /**
   * The id field that the id that {@link #id} just returned came from.
   *
   * @return null if that is the vector field itself, or not known
   */
  public String idField() {
    return isOwnId ? null : idField;
  }

  /**
   * The id fields whose doc values the id that {@link #id} just returned follows.
   *
   * @return their names in the order in which they are asked
   */
  public List<String> followedIdFields() {
    return followed;
  }

  /**
   * Whether the id that {@link #id} just returned came from the vector field's own doc values.
   *
   * @return true if so
   */
  public boolean isOwnId() {
    return isOwnId;
  }
}
