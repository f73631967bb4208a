// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DocIDMerger;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.omdb.image.OmdbImageWriter;
import org.omdb.lucene.ids.IdTableReader;
import org.omdb.lucene.ids.resolve.IdFields;
import org.omdb.lucene.ids.resolve.IdOrigin;
import org.omdb.lucene.ids.resolve.IdResolver;
import org.omdb.lucene.ids.resolve.OpenedIdFields;
import org.omdb.lucene.merge.ReorderedSources;

/**
 * The live documents of one vector field in the sources of a merge, in the order of the new
 * segment. The id of each is found by an {@link IdResolver} per source: in the id table of the
 * source, or in the fields of the new segment, which Lucene merges before vectors.
 */
final class MergedVectors implements VectorFieldSource {

  private final FieldInfo field;
  private final MergeState state;
  private final FlushDocValues.Segment docValues;
  private final IdFields idFields;

  /**
   * @param docValues of the new segment
   * @param idFields of the new segment, these doc values among them
   */
  MergedVectors(
      FieldInfo field, MergeState state, FlushDocValues.Segment docValues, IdFields idFields) {
    this.field = field;
    this.state = state;
    this.docValues = docValues;
    this.idFields = idFields;
  }

  @Override
  public Cursor cursor() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < state.knnVectorsReaders.length; i++) {
      KnnVectorsReader reader = state.knnVectorsReaders[i];
      if (reader != null
          && KnnVectorsWriter.MergedVectorValues.hasVectorValues(state.fieldInfos[i], field.name)) {
        Source source = source(i, reader);
        if (source != null) {
          sources.add(source);
        }
      }
    }
    return new Pass(
        DocIDMerger.of(sources, state.needsIndexSort), new OpenedIdFields(idFields, field));
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

  private static final class Pass implements Cursor {

    private final DocIDMerger<Source> merger;
    private final OpenedIdFields newFields;
    private Source current;
    private BytesRef id;

    Pass(DocIDMerger<Source> merger, OpenedIdFields newFields) {
      this.merger = merger;
      this.newFields = newFields;
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
      id = current.id(newFields);
      return id;
    }

    @Override
    public boolean isContradictedBy(List<String> idFields) throws IOException {
      BytesRef docValue = newFields.docValue(idFields, current.mappedDocID);
      return docValue != null && docValue.equals(id) == false;
    }

    @Override
    public IdOrigin origin() {
      return current.ids.origin();
    }
  }

  /** Writes the vector of an ordinal. */
  @FunctionalInterface
  private interface VectorCopier {
    void write(int ordinal, OmdbImageWriter image) throws IOException;
  }

  private final class Source extends DocIDMerger.Sub {

    private final KnnVectorValues.DocIndexIterator iterator;
    private final VectorCopier writer;
    private final ReorderedSources reordered;
    private IdResolver ids;

    Source(int number, KnnVectorValues values, VectorCopier writer) throws IOException {
      super(state.docMaps[number]);
      this.iterator = values.iterator();
      this.writer = writer;
      String where = "source " + number + " of the merge into " + state.segmentInfo.name;
      FieldInfos fieldInfos = state.fieldInfos[number];
      this.reordered = ReorderedSources.of(state.oneMerge, field.name, where, docValues.idFields());
      if (reordered == null) {
        this.ids =
            new IdResolver(
                new IdResolver.Source(
                    where,
                    fieldInfos,
                    field.name,
                    values.size(),
                    IdTableReader.of(state.knnVectorsReaders[number], field.name)),
                docValues.idFields());
      }
    }

    BytesRef id(OpenedIdFields newFields) throws IOException {
      if (reordered == null) {
        return ids.id(newFields, mappedDocID, iterator.index());
      }
      ids = reordered.moveTo(iterator.docID());
      return ids.id(newFields, mappedDocID, reordered.ordinal());
    }

    @Override
    public int nextDoc() throws IOException {
      return iterator.nextDoc();
    }
  }
}
