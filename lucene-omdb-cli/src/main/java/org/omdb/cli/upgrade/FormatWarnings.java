// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.codecs.perfield.PerFieldDocValuesFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldPostingsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentReader;

/**
 * Warns of fields that have a format of the user's choice and would lose it: a rewritten segment
 * has Lucene's default formats.
 */
final class FormatWarnings {

  /** Default formats of this and earlier versions of Lucene. */
  private static final Pattern DEFAULT = Pattern.compile("Lucene\\d+");

  private static final Pattern DEFAULT_VECTORS = Pattern.compile("Lucene\\d+HnswVectorsFormat");

  private final Set<String> warnings = new LinkedHashSet<>();

  /**
   * Looks at a segment that will be rewritten.
   *
   * @param omdbFields vector fields that will be in OMDB
   * @param asked vector fields that the user wants to convert
   */
  void look(SegmentReader leaf, Set<String> omdbFields, Set<String> asked) {
    for (FieldInfo field : leaf.getFieldInfos()) {
      add(field, "postings", PerFieldPostingsFormat.PER_FIELD_FORMAT_KEY, DEFAULT);
      add(field, "doc values", PerFieldDocValuesFormat.PER_FIELD_FORMAT_KEY, DEFAULT);
      if (omdbFields.contains(field.name) == false && asked.contains(field.name) == false) {
        add(field, "vectors", PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY, DEFAULT_VECTORS);
      }
    }
  }

  private void add(FieldInfo field, String what, String key, Pattern isDefault) {
    String format = field.getAttribute(key);
    if (format != null && isDefault.matcher(format).matches() == false) {
      warnings.add(
          "the "
              + what
              + " of field \""
              + field.name
              + "\" are in the format "
              + format
              + " and will be in Lucene's default one");
    }
  }

  List<String> warnings() {
    return new ArrayList<>(warnings);
  }
}
