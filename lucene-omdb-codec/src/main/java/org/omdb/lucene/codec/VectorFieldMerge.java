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
 * <p>Per document the first place that knows the id wins: the merged segment's doc values, then
 * what its source has beside them, which is its id table. A source that had ids and can't give them
 * here any more ends the merge.
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

  /**
   * The id field that a source was written with, so that a codec without one does not forget it.
   */
  String idField() {
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
    DocumentIds fromDocValues = docValues.ids(field);
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < state.knnVectorsReaders.length; i++) {
      if (isSource(i)) {
        KnnVectorsReader reader = state.knnVectorsReaders[i];
        Source source =
            switch (field.getVectorEncoding()) {
              case FLOAT32 -> {
                FloatVectorValues values = reader.getFloatVectorValues(field.name);
                yield values == null
                    ? null
                    : new Source(i, values, (v, image) -> image.writeVector(values.vectorValue(v)));
              }
              case BYTE -> {
                ByteVectorValues values = reader.getByteVectorValues(field.name);
                yield values == null
                    ? null
                    : new Source(i, values, (v, image) -> image.writeVector(values.vectorValue(v)));
              }
            };
        if (source != null) {
          source.checkIdsInReach(fromDocValues);
          sources.add(source);
        }
      }
    }
    return new Walk(DocIDMerger.of(sources, state.needsIndexSort), fromDocValues);
  }

  private static final class Walk implements Cursor {

    private final DocIDMerger<Source> merger;
    private final DocumentIds docValues;
    private Source current;

    Walk(DocIDMerger<Source> merger, DocumentIds docValues) {
      this.merger = merger;
      this.docValues = docValues;
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
      BytesRef id = docValues.id(current.mappedDocID);
      return id != null ? id : current.id();
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
    private final boolean hadIds;
    private final boolean everyVectorHadId;
    private final SegmentVectorIds table;
    private final BytesRef spare = new BytesRef();

    Source(int number, KnnVectorValues values, VectorCopier writer) throws IOException {
      super(state.docMaps[number]);
      this.number = number;
      this.iterator = values.iterator();
      this.writer = writer;
      RecordedIds recorded = recorded(number);
      this.hadIds = recorded.coverage() != RecordedIds.Coverage.NONE;
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

    void checkIdsInReach(DocumentIds fromDocValues) throws IdLossException {
      if (hadIds && table == null && fromDocValues == DocumentIds.NONE) {
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
    }

    @Override
    public int nextDoc() throws IOException {
      return iterator.nextDoc();
    }

    /** The current document's id from any place but doc values. */
    BytesRef id() throws IOException {
      if (table != null && table.read(iterator.index(), spare)) {
        return spare;
      }
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
      return null;
    }
  }
}
