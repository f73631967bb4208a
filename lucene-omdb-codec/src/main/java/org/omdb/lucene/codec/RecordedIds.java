// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;

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
 * @param idField the field that the ids of all of the segment's vectors that have any are from, but
 *     for those of the vector field's own; null if there is no such one field
 * @param idFields all fields that ids of the segment, or of those that it was merged from, came
 *     from
 * @param hadIds whether the segment, or one that it was merged from, had ids
 * @param vectorsWithIds number of vectors if every one had an id, else -1
 * @param pendingIdFields the id fields in which a flush, which sees doc values alone, did not find
 *     the ids of all vectors: they may be in stored fields or terms, where the next merge looks;
 *     empty if there is nothing left to look for
 * @param searchedIdFields the id fields in which a merge looked everywhere for the ids that the
 *     segment lacks
 */
public record RecordedIds(
    String idField,
    Set<String> idFields,
    boolean hadIds,
    int vectorsWithIds,
    List<String> pendingIdFields,
    List<String> searchedIdFields) {

  private static final String PREFIX = "OmdbVectorIds.";
  private static final String HAD_IDS = PREFIX + "hadIds";
  private static final String ALL = PREFIX + "vectorsIfAllHaveIds";
  private static final String ID_FIELD = PREFIX + "idField";
  private static final String ONE_OF_ID_FIELDS = PREFIX + "idField.";
  private static final String PENDING = PREFIX + "pendingIdFields";
  private static final String SEARCHED = PREFIX + "searchedIdFields";

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
        emptyToNull(idField),
        idFields,
        field.getAttribute(HAD_IDS) != null,
        // Attributes outlive a merge into another format, which may have added vectors.
        all == null || isOurs(field) == false ? -1 : Integer.parseInt(all),
        names(field.getAttribute(PENDING)),
        names(field.getAttribute(SEARCHED)));
  }

  private static String emptyToNull(String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * Whether a vector field is in one of the formats of this package.
   *
   * @param field of a segment
   * @return true if the format that Lucene recorded for it is ours
   */
  public static boolean isOurs(FieldInfo field) {
    String format = field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
    return OmdbHnswVectorsFormat.NAME.equals(format) || OmdbFlatVectorsFormat.NAME.equals(format);
  }

  /**
   * Tells what was written; a segment keeps what its sources' field infos said by presence.
   *
   * @param vectors number of vectors
   * @param ids number of ids
   * @param idField as in the record
   * @param idFields all that ids of this segment came from
   * @param pendingIdFields as in the record
   * @param searchedIdFields as in the record
   */
  static void record(
      FieldInfo field,
      int vectors,
      int ids,
      String idField,
      Set<String> idFields,
      List<String> pendingIdFields,
      List<String> searchedIdFields) {
    if (ids > 0) {
      field.putAttribute(HAD_IDS, "true");
    }
    for (String name : idFields) {
      field.putAttribute(ONE_OF_ID_FIELDS + name, "true");
    }
    field.putAttribute(ID_FIELD, idField == null ? "" : idField);
    field.putAttribute(ALL, Integer.toString(ids == vectors ? vectors : -1));
    field.putAttribute(PENDING, ids == vectors ? "" : attribute(pendingIdFields));
    field.putAttribute(SEARCHED, attribute(searchedIdFields));
  }

  /** Names one after the other, each with its length and a colon before it. */
  private static String attribute(List<String> names) {
    StringBuilder attribute = new StringBuilder();
    for (String name : names) {
      attribute.append(name.length()).append(':').append(name);
    }
    return attribute.toString();
  }

  private static List<String> names(String attribute) {
    List<String> names = new ArrayList<>();
    for (int at = 0; attribute != null && at < attribute.length(); ) {
      int colon = attribute.indexOf(':', at);
      int end = colon + 1 + Integer.parseInt(attribute.substring(at, colon));
      names.add(attribute.substring(colon + 1, end));
      at = end;
    }
    return names;
  }

  /**
   * Whether ids of a segment in one of our formats may be found outside its id table, or newer ones
   * than there.
   *
   * @param configuredIdFields the id fields that a merge would look into
   * @param fieldInfos of the segment
   * @return false if a merge of the segment alone would write the table that it has
   */
  public boolean hasIdsOutsideTable(List<String> configuredIdFields, FieldInfos fieldInfos) {
    FieldInfo from = idField == null ? null : fieldInfos.fieldInfo(idField);
    if (from != null && from.getDocValuesGen() != -1) {
      return true; // doc values were updated
    }
    if (vectorsWithIds >= 0) {
      return false;
    }
    List<String> next = configuredIdFields.isEmpty() ? pendingIdFields : configuredIdFields;
    return next.stream()
        .anyMatch(
            name -> searchedIdFields.contains(name) == false && fieldInfos.fieldInfo(name) != null);
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
