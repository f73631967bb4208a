// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;

/**
 * What a segment's field infos say of the ids of a vector field. Field infos pass through every
 * wrapper of a reader, where our own reader may be out of reach: a merge knows from them that it
 * would lose ids.
 *
 * @param coverage which vectors had an id when the segment was written
 * @param vectors how many vectors there were
 * @param idField the id field that the codec was configured with, or null
 */
record RecordedIds(Coverage coverage, int vectors, String idField) {

  private static final String COVERAGE_KEY = "OmdbVectorIds.coverage";
  private static final String VECTORS_KEY = "OmdbVectorIds.vectors";
  private static final String ID_FIELD_KEY = "OmdbVectorIds.idField";

  private static final RecordedIds NOTHING = new RecordedIds(Coverage.NONE, 0, null);

  /** Which of a segment's vectors have an id. */
  enum Coverage {
    NONE,
    SOME,
    ALL
  }

  static RecordedIds of(FieldInfo field) {
    String format = field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
    String coverage = field.getAttribute(COVERAGE_KEY);
    // Attributes outlive a merge into another format, which is not ours to speak for.
    boolean ours =
        OmdbHnswVectorsFormat.NAME.equals(format) || OmdbFlatVectorsFormat.NAME.equals(format);
    if (ours == false || coverage == null) {
      return NOTHING;
    }
    String idField = field.getAttribute(ID_FIELD_KEY);
    return new RecordedIds(
        Coverage.valueOf(coverage),
        Integer.parseInt(field.getAttribute(VECTORS_KEY)),
        idField == null || idField.isEmpty() ? null : idField);
  }

  static void record(FieldInfo field, int vectors, int ids, String idField) {
    Coverage coverage = ids == 0 ? Coverage.NONE : ids == vectors ? Coverage.ALL : Coverage.SOME;
    field.putAttribute(COVERAGE_KEY, coverage.name());
    field.putAttribute(VECTORS_KEY, Integer.toString(vectors));
    field.putAttribute(ID_FIELD_KEY, idField == null ? "" : idField);
  }

  /**
   * Whether every vector of a source must bring an id.
   *
   * @param size the source's number of vectors. A merge that reorders documents is given its
   *     sources as one composite reader, whose field infos are those of any of them: then this
   *     differs from what was recorded, and nothing is known of all
   */
  boolean everyVectorHadId(int size) {
    return coverage == Coverage.ALL && vectors == size;
  }
}
