// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.omdb.cli.console.Interruption;
import org.omdb.lucene.OmdbVectorIds;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.IdTableReader;
import org.omdb.lucene.ids.VectorFingerprint;

/**
 * Counts and fingerprints the vectors of segments, and the ids of some fields as a search would
 * read them. Soft-deleted documents count, because an upgrade keeps them. For one thread.
 */
final class Survey {

  /** Receives what is read. */
  interface Listener {

    /** Ignores ids, and fails at one that can't be read. */
    Listener NONE = new Listener() {};

    /**
     * An id was read.
     *
     * @param softDeleted whether its document is soft-deleted
     * @param id valid until the next call
     */
    default void id(SegmentReader leaf, String field, int doc, boolean softDeleted, BytesRef id)
        throws IOException {}

    /**
     * An id could not be read.
     *
     * @return whether to go on
     */
    default boolean unreadable(
        SegmentReader leaf, String field, int doc, IllegalArgumentException reason) {
      throw reason;
    }
  }

  private final Set<String> fieldsWithIds;
  private final String[] idFields;
  private final Listener listener;
  private final BytesRef id = new BytesRef();
  private final BytesRef tableId = new BytesRef();

  /**
   * @param fieldsWithIds the vector fields whose ids are read
   * @param idFields as {@link OmdbVectorIds#of} takes them
   */
  Survey(Set<String> fieldsWithIds, List<String> idFields, Listener listener) {
    this.fieldsWithIds = fieldsWithIds;
    this.idFields = idFields.toArray(String[]::new);
    this.listener = listener;
  }

  /** Whether it is known where a segment has the ids of a vector field. */
  static boolean tellsIds(FieldInfo field, List<String> idFields) {
    IdProvenance recorded = IdProvenance.of(field);
    return idFields.isEmpty() == false
        || IdProvenance.isOurs(field)
        || IdProvenance.hasOwnIds(field)
        || recorded.idFields().isEmpty() == false
        || recorded.lookInIdFields().isEmpty() == false;
  }

  /** Surveys a segment. */
  SegmentFacts of(SegmentReader leaf) throws IOException {
    Bits live = leaf.getHardLiveDocs();
    Bits softDeleted = softDeleted(leaf);
    Map<String, FieldCounts> fields = new TreeMap<>();
    for (FieldInfo field : leaf.getFieldInfos()) {
      if (field.hasVectorValues()) {
        fields.put(field.name, count(leaf, field, live, softDeleted));
      }
    }
    int documents = leaf.maxDoc();
    if (live != null) {
      documents = 0;
      for (int doc = 0; doc < leaf.maxDoc(); doc++) {
        documents += live.get(doc) ? 1 : 0;
      }
    }
    return new SegmentFacts(
        leaf.getSegmentName(),
        String.valueOf(leaf.getSegmentInfo().info.getVersion()),
        leaf.getSegmentInfo().info.getCodec().getName(),
        leaf.getSegmentInfo().info.getUseCompoundFile(),
        documents,
        leaf.getSegmentInfo().sizeInBytes(),
        fields);
  }

  private static Bits softDeleted(SegmentReader leaf) throws IOException {
    FixedBitSet softDeleted = new FixedBitSet(Math.max(1, leaf.maxDoc()));
    for (FieldInfo field : leaf.getFieldInfos()) {
      if (field.isSoftDeletesField()) {
        DocIdSetIterator documents =
            FieldExistsQuery.getDocValuesDocIdSetIterator(field.name, leaf);
        if (documents != null) {
          softDeleted.or(documents);
        }
      }
    }
    return softDeleted;
  }

  private FieldCounts count(SegmentReader leaf, FieldInfo field, Bits live, Bits softDeleted)
      throws IOException {
    String format = field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
    KnnVectorValues values = values(leaf, field);
    OmdbVectorIds ids =
        fieldsWithIds.contains(field.name) && tellsIds(field, List.of(idFields))
            ? OmdbVectorIds.of(leaf, field.name, idFields)
            : null;
    IdTableReader table = IdTableReader.of(leaf.getVectorReader(), field.name);
    VectorFingerprint fingerprint = new VectorFingerprint();
    int inTable = 0;
    int elsewhere = 0;
    long idBytes = 0;
    for (int ordinal = 0; values != null && ordinal < values.size(); ordinal++) {
      Interruption.check();
      int doc = values.ordToDoc(ordinal);
      if (live != null && live.get(doc) == false) {
        continue;
      }
      boolean hasId;
      try {
        hasId = ids != null && ids.ordinalToId(ordinal, id);
      } catch (IllegalArgumentException e) {
        if (listener.unreadable(leaf, field.name, doc, e) == false) {
          break;
        }
        hasId = false;
      }
      if (hasId) {
        boolean isInTable =
            table != null && table.read(ordinal, tableId) && tableId.bytesEquals(id);
        inTable += isInTable ? 1 : 0;
        elsewhere += isInTable ? 0 : 1;
        idBytes += id.length;
        listener.id(leaf, field.name, doc, softDeleted.get(doc), id);
      }
      fingerprint.add(hasId ? id : null, values, ordinal);
    }
    return new FieldCounts(
        format,
        fingerprint.vectors(),
        inTable,
        elsewhere,
        idBytes,
        fingerprint.ids().hash(),
        fingerprint.hash());
  }

  private static KnnVectorValues values(SegmentReader leaf, FieldInfo field) throws IOException {
    return switch (field.getVectorEncoding()) {
      case FLOAT32 -> leaf.getFloatVectorValues(field.name);
      case BYTE -> leaf.getByteVectorValues(field.name);
    };
  }
}
