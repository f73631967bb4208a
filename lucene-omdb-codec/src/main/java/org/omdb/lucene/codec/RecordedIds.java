// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;

/**
 * What a segment's field infos say of the ids of a vector field. Field infos pass through every
 * wrapper of a reader, where our own reader may be out of reach: a merge knows from them where ids
 * can still be had, and that it would lose some.
 *
 * <p>A merge that reorders documents is given its sources as one composite reader. Its field infos
 * are a union: of an attribute that several segments have, the last one's value remains. What must
 * not get lost is therefore told by the presence of an attribute, and what is told by a value
 * counts only if it fits the reader.
 *
 * @param idField the field whose doc values are the ids of all of the segment's vectors that have
 *     any, but for those of the vector field's own; null if there is no such one field
 * @param idFields all fields that ids of the segment, or of those that it was merged from, came
 *     from
 * @param hadIds whether the segment, or one that it was merged from, had ids
 * @param vectorsWithIds number of vectors if every one had an id, else -1
 */
public record RecordedIds(
    String idField, Set<String> idFields, boolean hadIds, int vectorsWithIds) {

  private static final String PREFIX = "OmdbVectorIds.";
  private static final String HAD_IDS = PREFIX + "hadIds";
  private static final String ALL = PREFIX + "vectorsIfAllHaveIds";
  private static final String ID_FIELD = PREFIX + "idField";
  private static final String ONE_OF_ID_FIELDS = PREFIX + "idField.";

  /**
   * Reads what was recorded.
   *
   * @param field a vector field of a segment, or of several seen as one
   * @return what it says; nothing of fields that never were in OMDB
   */
  public static RecordedIds of(FieldInfo field) {
    Set<String> idFields = new TreeSet<>();
    for (Map.Entry<String, String> attribute : field.attributes().entrySet()) {
      if (attribute.getKey().startsWith(ONE_OF_ID_FIELDS)) {
        idFields.add(attribute.getKey().substring(ONE_OF_ID_FIELDS.length()));
      }
    }
    String idField = field.getAttribute(ID_FIELD);
    String all = field.getAttribute(ALL);
    return new RecordedIds(
        idField == null || idField.isEmpty() ? null : idField,
        idFields,
        field.getAttribute(HAD_IDS) != null,
        // Attributes outlive a merge into another format, which may have added vectors.
        all == null || isOurs(field) == false ? -1 : Integer.parseInt(all));
  }

  private static boolean isOurs(FieldInfo field) {
    String format = field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
    return OmdbHnswVectorsFormat.NAME.equals(format) || OmdbFlatVectorsFormat.NAME.equals(format);
  }

  /**
   * Tells what was written; a segment keeps what its sources' field infos said by presence.
   *
   * @param vectors number of vectors
   * @param ids number of ids
   * @param idField as in the record
   */
  static void record(FieldInfo field, int vectors, int ids, String idField) {
    if (ids > 0) {
      field.putAttribute(HAD_IDS, "true");
    }
    if (idField != null) {
      field.putAttribute(ONE_OF_ID_FIELDS + idField, "true");
    }
    field.putAttribute(ID_FIELD, idField == null ? "" : idField);
    field.putAttribute(ALL, Integer.toString(ids == vectors ? vectors : -1));
  }

  /**
   * Whether every vector of a reader must bring an id.
   *
   * @param size the reader's number of vectors, which tells a segment from a composite of several
   * @return true if it must
   */
  public boolean everyVectorHadId(int size) {
    return hadIds && vectorsWithIds == size;
  }
}
