// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.omdb.lucene.ids.IdLossException;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.IdTableReader;

/**
 * Finds the ids of the vectors of one segment, for a search or a merge. This is the only place that
 * has the whole order in which ids are looked for. The id of a vector is the first that is found in
 *
 * <ol>
 *   <li>the doc values under the vector field's own name
 *   <li>the doc values of the id fields that the ids of the segment follow, because these may have
 *       been updated since the table was written
 *   <li>the id table of the segment
 *   <li>if a wrapper of the reader hides the table: the fields that its ids came from
 *   <li>the id fields that the segment names, then those that the codec is configured with.
 * </ol>
 *
 * <p>In steps 4 and 5 the doc values of all the fields are asked first, then their stored values,
 * then their terms: the cheapest first.
 *
 * <p>The configured id fields come last, so a change of the configuration never changes an id that
 * a vector has. If the segment had an id that is not found any more, an {@link IdLossException} is
 * thrown. For one thread.
 */
public final class IdResolver {

  private final String where;
  private final FieldInfo vectorField;
  private final IdProvenance provenance;
  private final boolean everyVectorHadId;
  private final IdTableReader table;
  private final boolean isTableHidden;
  private final List<String> otherIdFields;
  private final BytesRef tableId = new BytesRef();
  private final BytesRefBuilder agreedId = new BytesRefBuilder();

  private String foundIn;
  private List<String> followed;
  private boolean isOwn;

  /**
   * A segment, or a source of a merge.
   *
   * @param where what it is, as the beginning of a message
   * @param fieldInfos its field infos
   * @param vectorField name of the vector field
   * @param size number of vectors
   * @param table its id table; null if it has none or a wrapper hides it
   */
  public record Source(
      String where, FieldInfos fieldInfos, String vectorField, int size, IdTableReader table) {}

  /**
   * Prepares to find the ids of a source.
   *
   * @param source has the vectors
   * @param configuredIdFields the id fields that are asked last
   * @throws IdLossException if the id table is hidden and the fields are gone that its ids came
   *     from
   */
  public IdResolver(Source source, List<String> configuredIdFields) throws IdLossException {
    this.where = source.where;
    this.vectorField = source.fieldInfos.fieldInfo(source.vectorField);
    this.provenance = IdProvenance.of(vectorField);
    this.everyVectorHadId = provenance.everyVectorHadId(source.size);
    this.table = source.table;
    this.isTableHidden = provenance.hadIds() && table == null && IdProvenance.isOurs(vectorField);
    this.otherIdFields = provenance.otherIdFields(configuredIdFields);
    if (isTableHidden) {
      checkFieldsAreThere(source.fieldInfos);
    }
  }

  private void checkFieldsAreThere(FieldInfos fieldInfos) throws IdLossException {
    boolean areThere =
        provenance.idFields().isEmpty()
            ? IdProvenance.hasOwnIds(vectorField)
            : provenance.idFields().stream().allMatch(name -> fieldInfos.fieldInfo(name) != null);
    if (areThere == false) {
      throw new IdLossException(
          where
              + " would lose the ids of vector field \""
              + vectorField.name
              + "\": it was written with ids, but the reader given hides its id table, and the"
              + " fields that they came from are not there "
              + provenance.idFields()
              + "; a merge keeps its sources. Remove the wrapper (merge policy, addIndexes), or"
              + " index the ids with OmdbVectorField");
    }
  }

  /**
   * Finds the id of a vector.
   *
   * @param fields of the documents; a merge passes those of the new segment
   * @param doc the document's number in {@code fields}
   * @param ordinal the vector's in the source; ignored if the source has no id table
   * @return the id, valid until the next call; null if the vector has none
   * @throws IdLossException if the vector had an id when it was written that is not found any more
   * @throws IOException if reading fails
   */
  public BytesRef id(OpenedIdFields fields, int doc, int ordinal) throws IOException {
    BytesRef id = fields.own().id(doc);
    isOwn = id != null;
    if (isOwn) {
      return id;
    }
    // If the table is hidden, the reader may be several segments in one: of attributes whose value
    // differs from segment to segment it shows one.
    followed = isTableHidden ? List.of() : provenance.followedIdFields();
    id = first(fields.docValues(), followed, doc);
    if (id != null) {
      return id;
    }
    if (table != null && table.read(ordinal, tableId)) {
      foundIn = only(followed);
      return tableId;
    }
    if (isTableHidden) {
      id = agreedId(fields, doc);
      if (id != null) {
        foundIn = only(provenance.idFields());
        followed = foundIn == null ? List.of() : List.of(foundIn);
        return id;
      }
    }
    checkNoneLost(ordinal);
    followed = otherIdFields;
    return anywhere(fields, otherIdFields, doc);
  }

  /** The only one of some fields, null if there are several or none. */
  private static String only(Iterable<String> idFields) {
    String only = null;
    for (String idField : idFields) {
      if (only != null) {
        return null;
      }
      only = idField;
    }
    return only;
  }

  /** The id in the first of some fields that has it in any way, the cheapest way first. */
  private BytesRef anywhere(OpenedIdFields fields, List<String> idFields, int doc)
      throws IOException {
    BytesRef id = first(fields.docValues(), idFields, doc);
    if (id == null) {
      id = first(fields.stored(), idFields, doc);
    }
    return id == null ? first(fields.terms(), idFields, doc) : id;
  }

  private BytesRef first(OpenedIdFields.Views views, List<String> idFields, int doc)
      throws IOException {
    BytesRef id = views.first(idFields, doc);
    if (id != null) {
      foundIn = views.foundIn();
    }
    return id;
  }

  /** The id on which all fields agree that the ids of the source came from; null if none has it. */
  private BytesRef agreedId(OpenedIdFields fields, int doc) throws IOException {
    agreedId.clear();
    String from = null;
    for (String name : provenance.idFields()) {
      BytesRef id = anywhere(fields, List.of(name), doc);
      if (id != null && from != null && agreedId.get().equals(id) == false) {
        throw new IdLossException(
            where
                + " could change an id of vector field \""
                + vectorField.name
                + "\": it has ids from several fields, a wrapper hides its id table, and a"
                + " document has \""
                + agreedId.get().utf8ToString()
                + "\" in \""
                + from
                + "\" and another value in \""
                + name
                + "\"; a merge keeps its sources. Remove the wrapper (merge policy, addIndexes)");
      }
      if (id != null) {
        agreedId.copyBytes(id);
        from = name;
      }
    }
    return from == null ? null : agreedId.get();
  }

  private void checkNoneLost(int ordinal) throws IdLossException {
    // Behind a hidden table may be several segments. All that is known then is whether one of them
    // had a vector without an id.
    if (everyVectorHadId || (isTableHidden && provenance.someLackIds() == false)) {
      throw new IdLossException(
          where
              + " would lose an id of vector field \""
              + vectorField.name
              + "\": every one of its vectors had one, but ordinal "
              + ordinal
              + " brings none"
              + (isTableHidden
                  ? ", and a wrapper or a policy that reorders documents hides the id table: under"
                      + " OmdbMergePolicy a merge can read it"
                  : "")
              + "; a merge keeps its sources");
    }
  }

  /**
   * Where the id was found that {@link #id} just returned.
   *
   * @return its origin
   */
  public IdOrigin origin() {
    return isOwn ? IdOrigin.OWN : new IdOrigin(foundIn, followed);
  }
}
