// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
import org.omdb.image.OmdbImageWriter;

/**
 * The live documents of one vector field in the sources of a merge, in the order of the merged
 * segment.
 *
 * <p>Per document the first place that knows the id wins: doc values, then the source's own id
 * table. A source that had ids and can't give them here any more ends the merge.
 */
final class VectorFieldMerge implements VectorFieldSource {

  private final FieldInfo field;
  private final MergeState state;
  private final String configuredIdField;

  VectorFieldMerge(FieldInfo field, MergeState state, String configuredIdField) {
    this.field = field;
    this.state = state;
    this.configuredIdField = configuredIdField;
  }

  /**
   * The id field of the merged segment: the configured one, else the one that a source was written
   * with, so that a merge by a codec without it forgets nothing.
   */
  String idField() {
    if (configuredIdField != null) {
      return configuredIdField;
    }
    for (int i = 0; i < state.fieldInfos.length; i++) {
      if (isSource(i)) {
        String idField = recorded(i).idField();
        if (idField != null) {
          return idField;
        }
      }
    }
    return null;
  }

  private RecordedIds recorded(int source) {
    return RecordedIds.of(state.fieldInfos[source].fieldInfo(field.name));
  }

  private boolean isSource(int i) {
    return state.knnVectorsReaders[i] != null
        && KnnVectorsWriter.MergedVectorValues.hasVectorValues(state.fieldInfos[i], field.name);
  }

  @Override
  public Cursor cursor() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < state.knnVectorsReaders.length; i++) {
      if (isSource(i)) {
        KnnVectorsReader reader = state.knnVectorsReaders[i];
        switch (field.getVectorEncoding()) {
          case FLOAT32 -> {
            FloatVectorValues values = reader.getFloatVectorValues(field.name);
            if (values != null) {
              sources.add(
                  new Source(i, values, (v, image) -> image.writeVector(values.vectorValue(v))));
            }
          }
          case BYTE -> {
            ByteVectorValues values = reader.getByteVectorValues(field.name);
            if (values != null) {
              sources.add(
                  new Source(i, values, (v, image) -> image.writeVector(values.vectorValue(v))));
            }
          }
        }
      }
    }
    return new Walk(DocIDMerger.of(sources, state.needsIndexSort));
  }

  private static final class Walk implements Cursor {

    private final DocIDMerger<Source> merger;
    private Source current;

    Walk(DocIDMerger<Source> merger) {
      this.merger = merger;
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
      return current.id();
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
    private final DocumentIds ids;
    private final boolean everyVectorHadId;

    Source(int number, KnnVectorValues values, VectorCopier writer) throws IOException {
      super(state.docMaps[number]);
      this.number = number;
      this.iterator = values.iterator();
      this.writer = writer;
      RecordedIds recorded = recorded(number);
      this.everyVectorHadId = recorded.coverage() == RecordedIds.Coverage.ALL;
      this.ids = ids(recorded);
    }

    private DocumentIds ids(RecordedIds recorded) throws IOException {
      List<DocumentIds> found = new ArrayList<>();
      String idField = configuredIdField != null ? configuredIdField : recorded.idField();
      DocumentIds docValues =
          DocumentIds.fromDocValues(
              field.name, idField, state.fieldInfos[number], state.docValuesProducers[number]);
      if (docValues != DocumentIds.NONE) {
        found.add(docValues);
      }
      SegmentVectorIds table = table();
      if (table != null) {
        BytesRef spare = new BytesRef();
        found.add((doc, ordinal) -> table.read(ordinal, spare) ? spare : null);
      }
      if (found.isEmpty() && recorded.coverage() != RecordedIds.Coverage.NONE) {
        throw new IdLossException(
            "merging "
                + state.segmentInfo.name
                + " would lose the ids of vector field \""
                + field.name
                + "\": source "
                + number
                + " was written with ids, but the reader that the merge was given hides its id"
                + " table and has no doc values with them; the sources are kept. Remove the wrapper"
                + " (merge policy, addIndexes), or index the ids with OmdbVectorField");
      }
      return DocumentIds.firstOf(found);
    }

    private SegmentVectorIds table() throws IOException {
      KnnVectorsReader reader = state.knnVectorsReaders[number];
      if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField) {
        reader = perField.getFieldReader(field.name);
      }
      return reader instanceof VectorIdsProvider provider
          ? provider.getVectorIds(field.name)
          : null;
    }

    @Override
    public int nextDoc() throws IOException {
      return iterator.nextDoc();
    }

    BytesRef id() throws IOException {
      BytesRef id = ids.id(iterator.docID(), iterator.index());
      if (id == null && everyVectorHadId) {
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
      return id;
    }
  }
}
