// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene90.Lucene90StoredFieldsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentReader;
import org.omdb.cli.console.CommandFailure;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.ids.IdProvenance;

/**
 * What an upgrade does.
 *
 * @param target the format to convert to
 * @param asked the vector fields that the user wants to convert
 * @param omdbFields the vector fields that are in OMDB in a rewritten segment
 * @param idFields the fields that have ids, in the order in which the user named them
 * @param codec the codec of rewritten segments
 * @param segments names of the segments to rewrite: those with a field to convert, those with
 *     another codec than Lucene's current one or this library's, and, if no field is left in OMDB,
 *     those with this library's
 * @param warnings what else will change, a line each
 */
record UpgradePlan(
    Target target,
    Set<String> asked,
    Set<String> omdbFields,
    List<String> idFields,
    Codec codec,
    Set<String> segments,
    List<String> warnings) {

  private static final String LUCENE_CODEC = new Lucene104Codec().getName();

  /** All vector fields whose ids are read. */
  Set<String> fieldsWithIds() {
    Set<String> fields = new TreeSet<>(omdbFields);
    fields.addAll(asked);
    return fields;
  }

  static UpgradePlan of(
      List<SegmentReader> leaves, Target target, String field, List<String> idFields)
      throws CommandFailure {
    Set<String> vectorFields = new TreeSet<>();
    Set<String> inOmdb = new TreeSet<>();
    Set<String> allFields = new TreeSet<>();
    for (SegmentReader leaf : leaves) {
      for (FieldInfo info : leaf.getFieldInfos()) {
        allFields.add(info.name);
        if (info.hasVectorValues()) {
          vectorFields.add(info.name);
          if (IdProvenance.isOurs(info)) {
            inOmdb.add(info.name);
          }
        }
      }
    }
    checkFields(field, idFields, vectorFields, allFields);
    Set<String> asked = field == null ? inOmdb : Set.of(field);
    Set<String> omdbFields = new TreeSet<>(inOmdb);
    switch (target) {
      case omdb -> omdbFields.addAll(asked);
      case lucene -> omdbFields.removeAll(asked);
    }
    Set<String> segments = new LinkedHashSet<>();
    FormatWarnings warnings = new FormatWarnings();
    Lucene104Codec.Mode mode = Lucene104Codec.Mode.BEST_SPEED;
    for (SegmentReader leaf : leaves) {
      if (isOfAnotherCodec(leaf, omdbFields.isEmpty())
          || hasFieldToChange(leaf, target, asked, idFields)) {
        segments.add(leaf.getSegmentName());
        warnings.look(leaf, omdbFields, asked);
        if (isWellCompressed(leaf)) {
          mode = Lucene104Codec.Mode.BEST_COMPRESSION;
        }
        if (target == Target.omdb) {
          checkTellsIds(leaf, field, idFields);
        }
      }
    }
    return new UpgradePlan(
        target,
        asked,
        omdbFields,
        idFields,
        UpgradeCodec.of(omdbFields, idFields, mode),
        segments,
        warnings.warnings());
  }

  private static void checkFields(
      String field, List<String> idFields, Set<String> vectorFields, Set<String> allFields)
      throws CommandFailure {
    if (field != null && vectorFields.contains(field) == false) {
      throw CommandFailure.data(
          "there is no vector field \"" + field + "\" in this index; it has " + list(vectorFields));
    }
    for (String idField : idFields) {
      if (allFields.contains(idField) == false) {
        throw CommandFailure.data(
            "there is no field \"" + idField + "\" in this index; it has " + list(allFields));
      }
    }
  }

  private static String list(Set<String> names) {
    return names.isEmpty() ? "none" : "\"" + String.join("\", \"", names) + "\"";
  }

  private static boolean isOfAnotherCodec(SegmentReader leaf, boolean leavesOmdb) {
    String codec = leaf.getSegmentInfo().info.getCodec().getName();
    return codec.equals(LUCENE_CODEC) == false
        && (leavesOmdb || codec.equals(OmdbCodec.NAME) == false);
  }

  private static boolean hasFieldToChange(
      SegmentReader leaf, Target target, Set<String> asked, List<String> idFields) {
    for (String name : asked) {
      FieldInfo info = leaf.getFieldInfos().fieldInfo(name);
      if (info != null && info.hasVectorValues()) {
        boolean isOurs = IdProvenance.isOurs(info);
        boolean hasToChange =
            switch (target) {
              case omdb ->
                  isOurs == false
                      || IdProvenance.of(info).hasIdsOutsideTable(idFields, leaf.getFieldInfos());
              case lucene -> isOurs;
            };
        if (hasToChange) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isWellCompressed(SegmentReader leaf) {
    String mode = leaf.getSegmentInfo().info.getAttribute(Lucene90StoredFieldsFormat.MODE_KEY);
    return Lucene90StoredFieldsFormat.Mode.BEST_COMPRESSION.name().equals(mode);
  }

  private static void checkTellsIds(SegmentReader leaf, String field, List<String> idFields)
      throws CommandFailure {
    FieldInfo info = leaf.getFieldInfos().fieldInfo(field);
    if (info != null && info.hasVectorValues() && Survey.tellsIds(info, idFields) == false) {
      throw CommandFailure.usage(
          "nothing tells where the ids of field \""
              + field
              + "\" are in segment "
              + leaf.getSegmentName()
              + ": name the field that has them with --id-field");
    }
  }
}
