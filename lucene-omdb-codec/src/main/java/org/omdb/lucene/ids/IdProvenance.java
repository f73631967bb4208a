// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexOptions;

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
 * @param followedIdFields the id fields whose doc values the ids follow: unless it is the vector
 *     field's own, an id is that of the first of these in which its document has one; empty if ids
 *     were taken in different ways
 * @param idFields all fields that ids of the segment, or of those that it was merged from, came
 *     from
 * @param hadIds whether the segment, or one that it was merged from, had ids
 * @param vectorsWithIds number of vectors if every one had an id, else -1
 * @param someLackIds whether the segment, or one that it was merged from, had vectors without an id
 * @param lookInIdFields the id fields that were configured when the segment, or one that it was
 *     merged from, was written and did not get an id for every vector: where to look for the others
 * @param searchedIdFields those of them in which a merge looked in every way. A flush sees doc
 *     values alone
 */
public record IdProvenance(
    List<String> followedIdFields,
    Set<String> idFields,
    boolean hadIds,
    int vectorsWithIds,
    boolean someLackIds,
    Set<String> lookInIdFields,
    List<String> searchedIdFields) {

  private static final String PREFIX = "OmdbVectorIds.";
  private static final String HAD_IDS = PREFIX + "hadIds";
  private static final String SOME_LACK = PREFIX + "someLackIds";
  private static final String ALL = PREFIX + "vectorsIfAllHaveIds";
  private static final String FOLLOWED = PREFIX + "followedIdFields";
  private static final String ID_FIELD = PREFIX + "idField.";
  private static final String LOOK_IN = PREFIX + "lookIn";
  private static final String LOOK_IN_FIELD = LOOK_IN + '.';
  private static final String SEARCHED = PREFIX + "searchedIdFields";

  /**
   * Reads what was recorded.
   *
   * @param field a vector field of a segment, or of several seen as one
   * @return what it says; nothing of fields that never were in OMDB
   */
  public static IdProvenance of(FieldInfo field) {
    String all = field.getAttribute(ALL);
    Set<String> lookIn = new LinkedHashSet<>(names(field.getAttribute(LOOK_IN)));
    lookIn.addAll(namesAfter(LOOK_IN_FIELD, field));
    Set<String> idFields = namesAfter(ID_FIELD, field);
    if (isOurs(field) == false) {
      lookIn.addAll(idFields); // no table has the ids any more
    }
    return new IdProvenance(
        names(field.getAttribute(FOLLOWED)),
        idFields,
        field.getAttribute(HAD_IDS) != null,
        // Attributes outlive a merge into another format, which may have added vectors.
        all == null || isOurs(field) == false ? -1 : Integer.parseInt(all),
        field.getAttribute(SOME_LACK) != null,
        lookIn,
        names(field.getAttribute(SEARCHED)));
  }

  private static Set<String> namesAfter(String prefix, FieldInfo field) {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, String> attribute : field.attributes().entrySet()) {
      if (attribute.getKey().startsWith(prefix)) {
        names.add(attribute.getKey().substring(prefix.length()));
      }
    }
    return names;
  }

  /**
   * Whether the vectors of a field are in a format of this library.
   *
   * @param field of a segment
   * @return true if the format that Lucene recorded for it is one of ours
   */
  public static boolean isOurs(FieldInfo field) {
    return FormatNames.isOmdb(field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY));
  }

  /**
   * Whether a vector field has its ids as BINARY doc values under its own name, as {@code
   * OmdbVectorField} makes them: with the id as a term too. Other doc values under that name are
   * the user's own and no ids.
   *
   * @param vectorField the vector field
   * @return true if it has
   */
  public static boolean hasOwnIds(FieldInfo vectorField) {
    return vectorField.getDocValuesType() == DocValuesType.BINARY
        && vectorField.getIndexOptions() == IndexOptions.DOCS
        && vectorField.omitsNorms();
  }

  /**
   * What was written of a field.
   *
   * @param vectors number of vectors
   * @param ids number of ids
   * @param followedIdFields as in {@link IdProvenance}
   * @param idFields all fields that ids of the segment are known to have come from
   */
  public record Written(
      int vectors, int ids, List<String> followedIdFields, Set<String> idFields) {}

  /**
   * Records what was written. What the field infos of a merge's sources told by the presence of
   * attributes stays.
   *
   * @param field gets the attributes
   * @param written says what was written
   * @param configuredIdFields the id fields of the codec
   * @param isSearched whether ids were looked for in every way: true in a merge, false in a flush,
   *     which sees doc values alone
   */
  public static void record(
      FieldInfo field, Written written, List<String> configuredIdFields, boolean isSearched) {
    if (written.ids > 0) {
      field.putAttribute(HAD_IDS, "true");
    }
    for (String name : written.idFields) {
      field.putAttribute(ID_FIELD + name, "true");
    }
    boolean isComplete = written.ids == written.vectors;
    if (isComplete == false) {
      field.putAttribute(SOME_LACK, "true");
      for (String name : configuredIdFields) {
        field.putAttribute(LOOK_IN_FIELD + name, "true");
      }
    }
    field.putAttribute(FOLLOWED, attribute(written.followedIdFields));
    field.putAttribute(ALL, Integer.toString(isComplete ? written.vectors : -1));
    field.putAttribute(LOOK_IN, attribute(configuredIdFields));
    Set<String> searched = new LinkedHashSet<>();
    if (isSearched) {
      searched.addAll(configuredIdFields);
      searched.addAll(namesAfter(LOOK_IN_FIELD, field));
    }
    field.putAttribute(SEARCHED, attribute(searched));
  }

  /** Names one after the other, each with its length and a colon before it. */
  private static String attribute(Iterable<String> names) {
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
   * Where to look for ids that are in no table: in the fields that the segment names, then in
   * others.
   *
   * @param moreIdFields named by the caller
   * @return all of them, each once
   */
  public List<String> otherIdFields(List<String> moreIdFields) {
    Set<String> names = new LinkedHashSet<>(lookInIdFields);
    names.addAll(moreIdFields);
    return List.copyOf(names);
  }

  /**
   * Whether ids of a segment in one of our formats may be found outside its id table, or newer ones
   * than there.
   *
   * @param moreIdFields the id fields that are looked into beside those that the segment names
   * @param fieldInfos of the segment
   * @return false if a merge of the segment alone would write the table that it has
   */
  public boolean hasIdsOutsideTable(List<String> moreIdFields, FieldInfos fieldInfos) {
    for (String name : followedIdFields) {
      if (isUpdated(fieldInfos.fieldInfo(name))) {
        return true;
      }
    }
    if (vectorsWithIds >= 0) {
      return false;
    }
    for (String name : otherIdFields(moreIdFields)) {
      FieldInfo info = fieldInfos.fieldInfo(name);
      if (info != null && (searchedIdFields.contains(name) == false || isUpdated(info))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUpdated(FieldInfo idField) {
    return idField != null && idField.getDocValuesGen() != -1;
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
