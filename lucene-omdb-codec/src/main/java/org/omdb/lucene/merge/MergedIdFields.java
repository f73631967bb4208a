// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FieldsProducer;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.IOUtils;
import org.omdb.lucene.ids.resolve.FieldIds;
import org.omdb.lucene.ids.resolve.IdFields;
import org.omdb.lucene.ids.resolve.PostingsIds;
import org.omdb.lucene.ids.resolve.StoredFieldIds;

/**
 * The fields of the segment that a merge is writing. When vectors are merged, its stored fields,
 * postings and doc values are complete, so they are read back from its files, as {@code
 * FlushDocValues} describes it. In these files documents have their new numbers, whatever the merge
 * has wrapped or reordered. For one thread.
 */
public final class MergedIdFields implements IdFields, Closeable {

  private final SegmentWriteState state;
  private final IdFields docValues;
  private StoredFieldsReader storedFields;
  private FieldsProducer postings;

  /**
   * Opens nothing yet.
   *
   * @param state of the new segment
   * @param docValues its doc values; closed by the caller
   */
  public MergedIdFields(SegmentWriteState state, IdFields docValues) {
    this.state = state;
    this.docValues = docValues;
  }

  @Override
  public FieldIds own(FieldInfo vectorField) throws IOException {
    return docValues.own(vectorField);
  }

  @Override
  public FieldIds docValues(String idField, FieldInfo vectorField) throws IOException {
    return docValues.docValues(idField, vectorField);
  }

  @Override
  public FieldIds stored(String idField) throws IOException {
    if (state.fieldInfos.fieldInfo(idField) == null) {
      return FieldIds.NONE;
    }
    if (storedFields == null) {
      storedFields =
          codec()
              .storedFieldsFormat()
              .fieldsReader(
                  state.directory, state.segmentInfo, state.fieldInfos, IOContext.DEFAULT);
    }
    // Documents are asked in order, and a merge instance decompresses each block only once.
    return new StoredFieldIds(storedFields.getMergeInstance(), state.fieldInfos.fieldInfo(idField));
  }

  @Override
  public FieldIds terms(String idField) throws IOException {
    FieldInfo info = state.fieldInfos.fieldInfo(idField);
    if (info == null || info.getIndexOptions() == IndexOptions.NONE) {
      return FieldIds.NONE;
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
        ? FieldIds.NONE
        : new PostingsIds(terms, idField, state.segmentInfo.maxDoc());
  }

  private Codec codec() {
    return state.segmentInfo.getCodec();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(storedFields, postings);
  }
}
