// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.Sort;
import org.apache.lucene.store.Directory;

/**
 * Settings that every writer of an index must use: the index sort, the soft-deletes field and the
 * parent field.
 *
 * @param fields of all segments
 * @param sort the index sort; null if there is none
 */
public record IndexSettings(FieldInfos fields, Sort sort) {

  /** The settings of a new index. */
  static final IndexSettings NONE = new IndexSettings(FieldInfos.EMPTY, null);

  /**
   * Reads the settings from the last commit.
   *
   * @param directory of an index
   * @return its settings
   * @throws IOException if reading fails
   */
  public static IndexSettings read(Directory directory) throws IOException {
    FieldInfos fields;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      fields = FieldInfos.getMergedFieldInfos(reader);
    }
    SegmentInfos segments = SegmentInfos.readLatestCommit(directory);
    Sort sort = segments.size() == 0 ? null : segments.info(0).info.getIndexSort();
    return new IndexSettings(fields, sort);
  }

  /**
   * The field that marks soft-deleted documents.
   *
   * @return null if there is none
   */
  public String softDeletesField() {
    for (FieldInfo field : fields) {
      if (field.isSoftDeletesField()) {
        return field.name;
      }
    }
    return null;
  }

  /**
   * Applies the settings.
   *
   * @param config the configuration of a new writer
   */
  public void applyTo(IndexWriterConfig config) {
    if (sort != null) {
      config.setIndexSort(sort);
    }
    for (FieldInfo field : fields) {
      if (field.isSoftDeletesField()) {
        config.setSoftDeletesField(field.name);
      }
      if (field.isParentField()) {
        config.setParentField(field.name);
      }
    }
  }
}
