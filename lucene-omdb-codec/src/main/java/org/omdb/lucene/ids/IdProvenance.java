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
 * What the field infos of a segment say about the ids of a vector field, and where they came from.
 * Wrappers of a reader may hide its id tables, but they pass field infos on. So a merge knows from
 * these where it can still find the ids, and whether it would lose some.
 *
 * <p>A merge that reorders documents gets its sources as one composite reader, whose field infos
 * are a union: of an attribute that several segments have, the value of the last one remains. So
 * whatever must not be forgotten is recorded by the presence of an attribute. Whatever is recorded
 * by a value is used only if it fits the reader.
 *
 * <h2>The attributes</h2>
 *
 * <ul>
 *   <li>{@code OmdbVectorIds.hadIds}: present if there are ids
 *   <li>{@code OmdbVectorIds.someLackIds}: present if there are vectors without an id
 *   <li>{@code OmdbVectorIds.vectorsIfAllHaveIds}: the number of vectors if all have an id, else -1
 *   <li>{@code OmdbVectorIds.followedIdFields}: the fields whose doc values the ids follow
 *   <li>{@code OmdbVectorIds.lookIn}: the id fields of the codec
 *   <li>{@code OmdbVectorIds.searchedIdFields}: those of them in which a merge looked in every way
 *   <li>{@code OmdbVectorIds.idField.<name>}: present for each field that ids came from
 *   <li>{@code OmdbVectorIds.lookIn.<name>}: present for each id field that was configured when
 *       vectors lacked ids
 * </ul>
 *
 * <p>Where a value is a list of names, each name stands behind its length and a colon.
 *
 * @param followedIdFields the id fields whose doc values the ids follow. An id that is not the
 *     vector field's own is that of the first of these fields that the document has. Empty if the
 *     ids were found in different ways
 * @param idFields all fields that ids of the segment, or of segments it was merged from, came from
 * @param hadIds whether the segment, or one that it was merged from, had ids
 * @param vectorsWithIds number of vectors if every one had an id, else -1
 * @param someLackIds whether the segment, or one that it was merged from, had vectors without an id
 * @param lookInIdFields where to look for ids that are not in the table: the id fields that were
 *     configured when this segment, or one that it was merged from, was written and some vectors
 *     got no id
 * @param searchedIdFields those of {@code lookInIdFields} in which a merge has looked for doc
 *     values, stored values and terms; a flush sees only doc values
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
   * @param field a vector field of a segment, or of a composite of several
   * @return what the attributes say; a field that was never in an OMDB format has none
   */
  public static IdProvenance of(FieldInfo field) {
    String all = field.getAttribute(ALL);
    Set<String> lookIn = new LinkedHashSet<>(names(field.getAttribute(LOOK_IN)));
    lookIn.addAll(namesAfter(LOOK_IN_FIELD, field));
    Set<String> idFields = namesAfter(ID_FIELD, field);
    if (isOurs(field) == false) {
      lookIn.addAll(idFields); // another format dropped the table
    }
    return new IdProvenance(
        names(field.getAttribute(FOLLOWED)),
        idFields,
        field.getAttribute(HAD_IDS) != null,
        // Attributes survive a merge into another format, which may have added vectors.
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

  /** Concatenates names, each behind its length and a colon. */
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
   * The id fields in which to look for ids that are not in the table: those that the segment names,
   * then others.
   *
   * @param moreIdFields the others
   * @return all of them, each once
   */
  public List<String> otherIdFields(List<String> moreIdFields) {
    Set<String> names = new LinkedHashSet<>(lookInIdFields);
    names.addAll(moreIdFields);
    return List.copyOf(names);
  }

  /**
   * Whether a segment in one of our formats may have ids that its id table does not have, or newer
   * ones.
   *
   * @param moreIdFields id fields to look in besides those that the segment names
   * @param fieldInfos of the segment
   * @return false if a merge of the segment alone would write the same table again
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
   * @param size number of vectors of the reader; it differs from the recorded number if the reader
   *     is a composite of several segments, of which the record says nothing
   * @return true if it must
   */
  public boolean everyVectorHadId(int size) {
    return hadIds && vectorsWithIds == size;
  }
}
