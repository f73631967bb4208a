// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOSupplier;
import org.omdb.lucene.ids.IdLossException;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.IdTableReader;
import org.omdb.lucene.ids.VectorFingerprint;
import org.omdb.lucene.ids.VectorIds;

/**
 * The vectors of one field of one segment of any format, and their ids. The ids are read from the
 * id table alone if {@link IdProvenance#hasIdsOutsideTable} rules out that a field has an id that
 * the table lacks, or a newer one after an update of doc values. Otherwise {@link IdResolver} finds
 * them. For one thread.
 *
 * @param openValues opens the vectors; null if no document has the field
 * @param ids the ids; null if {@code openValues} is null
 */
public record LeafVectorIds(IOSupplier<KnnVectorValues> openValues, VectorIds ids) {

  private static final int ABORT_CHECK_VECTORS = 1 << 10;

  private static final LeafVectorIds NONE = new LeafVectorIds(null, null);

  /**
   * Opens the ids of a segment.
   *
   * @param reader a leaf of an index reader; it may be a wrapper that does not change document
   *     numbers
   * @param field name of a vector field
   * @param idFields the fields in which to look for ids that the vectors have neither of their own
   *     nor in an id table, besides the fields that the segment names itself
   * @return a new view for one thread
   * @throws IllegalArgumentException if nothing tells where the segment has the ids of this field
   * @throws IOException if reading fails
   */
  public static LeafVectorIds of(LeafReader reader, String field, List<String> idFields)
      throws IOException {
    return open(reader, field, idFields, true);
  }

  /**
   * Like {@link #of}, but vectors have no ids where nothing tells where these are.
   *
   * @param reader as in {@link #of}
   * @param field as in {@link #of}
   * @param idFields as in {@link #of}
   * @return a new view for one thread
   * @throws IOException if reading fails
   */
  public static LeafVectorIds ifKnown(LeafReader reader, String field, List<String> idFields)
      throws IOException {
    return open(reader, field, idFields, false);
  }

  /**
   * Opens a segment whose ids are all in its table.
   *
   * @param vectors the segment's reader of vectors
   * @param field a vector field
   * @param table the ids of the field
   * @return a new view for one thread
   */
  public static LeafVectorIds ofTable(
      KnnVectorsReader vectors, FieldInfo field, IdTableReader table) {
    return new LeafVectorIds(opener(null, vectors, field), table);
  }

  private static LeafVectorIds open(
      LeafReader reader, String field, List<String> idFields, boolean mustBeKnown)
      throws IOException {
    FieldInfo info = reader.getFieldInfos().fieldInfo(field);
    if (info == null || info.hasVectorValues() == false) {
      return NONE;
    }
    KnnVectorsReader vectors = vectorReader(reader);
    IdTableReader table = IdTableReader.of(vectors, field);
    if (table != null) {
      boolean isComplete =
          table.provenance().hasIdsOutsideTable(idFields, reader.getFieldInfos()) == false;
      IOSupplier<KnnVectorValues> open = opener(reader, vectors, info);
      return new LeafVectorIds(
          open, isComplete ? table : new ResolvedVectorIds(reader, info, open, table, idFields));
    }
    if (mustBeKnown) {
      checkKnown(reader, info, idFields);
    }
    IOSupplier<KnnVectorValues> open = opener(reader, null, info);
    return open.get() == null
        ? NONE
        : new LeafVectorIds(open, new ResolvedVectorIds(reader, info, open, null, idFields));
  }

  /**
   * The ids of a segment without those that are only in its id table: what remains if its vectors
   * are written in another format.
   *
   * @param reader a segment
   * @param field name of a vector field that documents of it have
   * @param idFields as in {@link #of}
   * @return a new view for one thread; reading throws {@link IdLossException} where a vector
   *     certainly had an id and only the table has it
   * @throws IdLossException if the fields are gone that the ids came from
   * @throws IOException if reading fails
   */
  public static VectorIds withoutTable(LeafReader reader, String field, List<String> idFields)
      throws IOException {
    FieldInfo info = reader.getFieldInfos().fieldInfo(field);
    return new ResolvedVectorIds(
        reader, info, opener(reader, vectorReader(reader), info), null, idFields);
  }

  /**
   * @param ofSegment null if only {@code reader} knows the order of documents
   */
  private static IOSupplier<KnnVectorValues> opener(
      LeafReader reader, KnnVectorsReader ofSegment, FieldInfo field) {
    if (ofSegment != null) {
      return switch (field.getVectorEncoding()) {
        case FLOAT32 -> () -> ofSegment.getFloatVectorValues(field.name);
        case BYTE -> () -> ofSegment.getByteVectorValues(field.name);
      };
    }
    IOSupplier<KnnVectorValues> ofReader =
        switch (field.getVectorEncoding()) {
          case FLOAT32 -> () -> reader.getFloatVectorValues(field.name);
          case BYTE -> () -> reader.getByteVectorValues(field.name);
        };
    return FilterLeafReader.unwrap(reader) instanceof SegmentReader
        ? ofReader
        : () -> DocumentOrder.of(ofReader.get());
  }

  private static void checkKnown(LeafReader reader, FieldInfo field, List<String> idFields) {
    IdProvenance provenance = IdProvenance.of(field);
    if (provenance.otherIdFields(idFields).isEmpty() == false
        || provenance.idFields().isEmpty() == false
        || IdProvenance.hasOwnIds(field)) {
      return;
    }
    String where = "vector field \"" + field.name + "\" of " + reader;
    if (provenance.hadIds() && IdProvenance.isOurs(field)) {
      throw new IllegalArgumentException(
          where
              + " has an id table, but this reader is a wrapper that renumbers documents or hides"
              + " the vector files: ask the reader that it wraps");
    }
    throw new IllegalArgumentException(
        where
            + " is not in the OMDB format but in "
            + field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY)
            + " and has no id table: name the field that has the ids, or bring the segment there"
            + " by forceMerge with OmdbCodec and OmdbMergePolicy");
  }

  private static KnnVectorsReader vectorReader(LeafReader reader) {
    // A FilterCodecReader that renumbers documents, such as SortingCodecReader, makes a vector
    // reader of its own, which is not one of ours. Others hand out that of the segment.
    return FilterLeafReader.unwrap(reader) instanceof CodecReader codecReader
        ? codecReader.getVectorReader()
        : null;
  }

  /**
   * Adds all vectors with their ids to a fingerprint. Reads the vectors in their order.
   *
   * @param fingerprint receives them
   * @param live the documents that count; null for all
   * @param abortCheck may end this by an exception; called often
   * @throws IOException if reading fails, or if thrown by the check
   */
  public void addTo(VectorFingerprint fingerprint, Bits live, IORunnable abortCheck)
      throws IOException {
    if (ids == null) {
      return;
    }
    KnnVectorValues values = openValues.get();
    BytesRef id = new BytesRef();
    for (int ordinal = 0; ordinal < values.size(); ordinal++) {
      if (ordinal % ABORT_CHECK_VECTORS == 0) {
        abortCheck.run();
      }
      if (live == null || live.get(values.ordToDoc(ordinal))) {
        fingerprint.add(ids.read(ordinal, id) ? id : null, values, ordinal);
      }
    }
  }
}
