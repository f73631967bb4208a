// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FieldsProducer;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.IOUtils;

/**
 * The ids that documents of a merge's new segment have in their fields: read back from the files of
 * the new segment, where stored fields, postings and doc values are complete when vectors are
 * merged. So documents are in their new order, whatever wrappers and reorderings lie before it. For
 * one thread.
 */
final class MergedIdFields implements IdFieldSource, Closeable {

  private final SegmentWriteState state;
  private final IdDocValues.Segment docValues;
  private StoredFieldsReader storedFields;
  private FieldsProducer postings;

  MergedIdFields(SegmentWriteState state, IdDocValues.Segment docValues) {
    this.state = state;
    this.docValues = docValues;
  }

  /** The id fields that the codec was configured with. */
  List<String> configured() {
    return docValues.idFields();
  }

  /** What a source of the merge was made of, null if it is a segment or nobody told. */
  ReorderedSources reordered(FieldInfos source) {
    return docValues.reordered(source);
  }

  @Override
  public DocumentIds own(FieldInfo vectorField) throws IOException {
    return docValues.own(vectorField);
  }

  @Override
  public DocumentIds docValues(String idField, FieldInfo vectorField) throws IOException {
    return docValues.ofField(idField, vectorField);
  }

  @Override
  public DocumentIds stored(String idField) throws IOException {
    if (state.fieldInfos.fieldInfo(idField) == null) {
      return DocumentIds.NONE;
    }
    if (storedFields == null) {
      storedFields =
          codec()
              .storedFieldsFormat()
              .fieldsReader(
                  state.directory, state.segmentInfo, state.fieldInfos, IOContext.DEFAULT);
    }
    // Documents are asked in order: a merge instance decompresses each block once.
    return new StoredIds(storedFields.getMergeInstance(), state.fieldInfos.fieldInfo(idField));
  }

  @Override
  public DocumentIds terms(String idField) throws IOException {
    FieldInfo info = state.fieldInfos.fieldInfo(idField);
    if (info == null || info.getIndexOptions() == IndexOptions.NONE) {
      return DocumentIds.NONE;
    }
    if (postings == null) {
      postings =
          codec()
              .postingsFormat()
              .fieldsProducer(
                  new SegmentReadState(
                      state.directory, state.segmentInfo, state.fieldInfos, IOContext.DEFAULT));
    }
    Terms terms = postings.terms(idField);
    return terms == null
        ? DocumentIds.NONE
        : new TermIds(terms, idField, state.segmentInfo.maxDoc());
  }

  private Codec codec() {
    return state.segmentInfo.getCodec();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(storedFields, postings);
  }
}
