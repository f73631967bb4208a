// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DocIDMerger;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.omdb.image.OmdbImageWriter;

/**
 * The live documents of one vector field in the sources of a merge, in the order of the merged
 * segment, and their ids. Per document the first of these that knows the id:
 *
 * <ol>
 *   <li>doc values under the vector field's own name
 *   <li>doc values of the id field that all of the source's ids came from: they may have been
 *       updated since
 *   <li>the source's id table
 *   <li>if a wrapper hides that table: doc values of the fields that its ids came from
 *   <li>doc values of the configured id field
 * </ol>
 *
 * <p>Doc values are those of the merged segment, see {@link IdDocValues}. A source that had ids and
 * can't give them here any more ends the merge. Another place for ids is added here, before the
 * last.
 */
final class VectorFieldMerge implements VectorFieldSource {

  private final FieldInfo field;
  private final MergeState state;
  private final IdDocValues.Segment docValues;

  VectorFieldMerge(FieldInfo field, MergeState state, IdDocValues.Segment docValues) {
    this.field = field;
    this.state = state;
    this.docValues = docValues;
  }

  @Override
  public Cursor cursor() throws IOException {
    IdFields idFields = new IdFields();
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < state.knnVectorsReaders.length; i++) {
      KnnVectorsReader reader = state.knnVectorsReaders[i];
      if (reader != null
          && KnnVectorsWriter.MergedVectorValues.hasVectorValues(state.fieldInfos[i], field.name)) {
        Source source = source(i, reader);
        if (source != null) {
          source.locateIds(idFields);
          sources.add(source);
        }
      }
    }
    return new Walk(DocIDMerger.of(sources, state.needsIndexSort), idFields);
  }

  private Source source(int number, KnnVectorsReader reader) throws IOException {
    switch (field.getVectorEncoding()) {
      case FLOAT32 -> {
        FloatVectorValues values = reader.getFloatVectorValues(field.name);
        return values == null
            ? null
            : new Source(number, values, (v, image) -> image.writeVector(values.vectorValue(v)));
      }
      case BYTE -> {
        ByteVectorValues values = reader.getByteVectorValues(field.name);
        return values == null
            ? null
            : new Source(number, values, (v, image) -> image.writeVector(values.vectorValue(v)));
      }
    }
    throw new AssertionError(field.getVectorEncoding());
  }

  /** Ids in doc values of the merged segment; asked by its document numbers, in order. */
  private final class IdFields {

    private final DocumentIds own = docValues.own(field);
    private final Map<String, DocumentIds> byName = new HashMap<>();

    private IdFields() throws IOException {}

    /** The ids of an id field, {@link DocumentIds#NONE} if there are none or it is null. */
    DocumentIds get(String name) throws IOException {
      DocumentIds ids = byName.get(name);
      if (ids == null) {
        byName.put(name, ids = docValues.ofField(name, field));
      }
      return ids;
    }
  }

  private final class Walk implements Cursor {

    private final DocIDMerger<Source> merger;
    private final IdFields idFields;
    private Source current;
    private String idField;
    private boolean isOwnId;

    Walk(DocIDMerger<Source> merger, IdFields idFields) {
      this.merger = merger;
      this.idFields = idFields;
    }

    @Override
    public int nextDoc() throws IOException {
      current = merger.next();
      return current == null ? DocIdSetIterator.NO_MORE_DOCS : current.mappedDocID;
    }

    @Override
    public void writeVector(OmdbImageWriter image) throws IOException {
      current.writer.write(current.iterator.index(), image);
    }

    @Override
    public BytesRef id() throws IOException {
      int doc = current.mappedDocID;
      BytesRef id = idFields.own.id(doc);
      isOwnId = id != null;
      if (isOwnId) {
        return id;
      }
      // Of a reader that hides its table nothing tells whether it is one segment or several.
      idField = current.isTableHidden() ? null : current.recorded.idField();
      id = idFields.get(idField).id(doc);
      if (id != null || (id = current.idFromTable()) != null) {
        return id;
      }
      if (current.isTableHidden() && (id = current.onlyIdOf(idFields, doc)) != null) {
        Set<String> fields = current.recorded.idFields();
        idField = fields.size() == 1 ? fields.iterator().next() : null;
        return id;
      }
      current.checkNoneLost();
      idField = docValues.idField();
      return idFields.get(idField).id(doc);
    }

    @Override
    public String idField() {
      return isOwnId ? null : idField;
    }

    @Override
    public boolean isOwnId() {
      return isOwnId;
    }
  }

  /** Writes the vector of an ordinal. */
  @FunctionalInterface
  private interface VectorCopier {
    void write(int ordinal, OmdbImageWriter image) throws IOException;
  }

  private final class Source extends DocIDMerger.Sub {

    private final int number;
    private final KnnVectorValues.DocIndexIterator iterator;
    private final VectorCopier writer;
    private final RecordedIds recorded;
    private final boolean everyVectorHadId;
    private final SegmentVectorIds table;
    private final BytesRef spare = new BytesRef();
    private final BytesRefBuilder only = new BytesRefBuilder();

    Source(int number, KnnVectorValues values, VectorCopier writer) throws IOException {
      super(state.docMaps[number]);
      this.number = number;
      this.iterator = values.iterator();
      this.writer = writer;
      this.recorded = RecordedIds.of(state.fieldInfos[number].fieldInfo(field.name));
      this.everyVectorHadId = recorded.everyVectorHadId(values.size());
      this.table = table();
    }

    /** The source's id table, or null if the reader is not ours or hidden by a wrapper. */
    private SegmentVectorIds table() throws IOException {
      KnnVectorsReader reader = state.knnVectorsReaders[number];
      if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField) {
        reader = perField.getFieldReader(field.name);
      }
      return reader instanceof VectorIdsProvider provider
          ? provider.getVectorIds(field.name)
          : null;
    }

    boolean isTableHidden() {
      return recorded.hadIds() && table == null;
    }

    /** Fails if the source had ids and there is no place left where they could be found. */
    void locateIds(IdFields idFields) throws IOException {
      if (isTableHidden() == false || idFields.own != DocumentIds.NONE) {
        return;
      }
      for (String name : recorded.idFields()) {
        if (idFields.get(name) != DocumentIds.NONE) {
          return;
        }
      }
      throw new IdLossException(
          "merging "
              + state.segmentInfo.name
              + " would lose the ids of vector field \""
              + field.name
              + "\": source "
              + number
              + " was written with ids, but the reader that the merge was given hides its id"
              + " table, and there are no doc values with them; the sources are kept. Remove the"
              + " wrapper (merge policy, addIndexes), or index the ids with OmdbVectorField");
    }

    @Override
    public int nextDoc() throws IOException {
      return iterator.nextDoc();
    }

    BytesRef idFromTable() throws IOException {
      return table != null && table.read(iterator.index(), spare) ? spare : null;
    }

    /** The current document's id if all fields that the source's ids came from agree on it. */
    BytesRef onlyIdOf(IdFields idFields, int doc) throws IOException {
      only.clear();
      String from = null;
      for (String name : recorded.idFields()) {
        BytesRef id = idFields.get(name).id(doc);
        if (id != null && from != null && only.get().equals(id) == false) {
          throw new IdLossException(
              "merging "
                  + state.segmentInfo.name
                  + " could change an id of vector field \""
                  + field.name
                  + "\": source "
                  + number
                  + " has ids from several fields, a wrapper hides its id table, and a document"
                  + " has \""
                  + only.get().utf8ToString()
                  + "\" in \""
                  + from
                  + "\" and another value in \""
                  + name
                  + "\"; the sources are kept. Remove the wrapper (merge policy, addIndexes)");
        }
        if (id != null) {
          only.copyBytes(id);
          from = name;
        }
      }
      return from == null ? null : only.get();
    }

    /** The current document has no id in any place of its source. */
    void checkNoneLost() throws IdLossException {
      if (everyVectorHadId) {
        throw new IdLossException(
            "merging "
                + state.segmentInfo.name
                + " would lose an id of vector field \""
                + field.name
                + "\": in source "
                + number
                + " every vector had one, but document "
                + iterator.docID()
                + " brings none; the sources are kept");
      }
    }
  }
}
