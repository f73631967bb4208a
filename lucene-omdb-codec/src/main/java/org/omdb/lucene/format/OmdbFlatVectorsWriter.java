// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.hnsw.FlatFieldVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.RamUsageEstimator;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.IdTableReader;
import org.omdb.lucene.merge.MergeProgress;
import org.omdb.lucene.merge.MergedIdFields;
import org.omdb.work.Progress;

/**
 * Writes the files of {@link OmdbFlatVectorsFormat}.
 *
 * <p>Flush and merge differ only in their {@link VectorFieldSource}. The image of each field is
 * written at once. {@link #finish} closes the file of images and opens it again, in order to sort
 * the ids where they are instead of on the heap. Then it writes indexes and metadata, and reads all
 * ids back through a new reader before the segment may be used.
 *
 * <p>Ids come from doc values, see {@link FlushDocValues}; in a merge also from the id tables and
 * other fields of the sources, see {@link org.omdb.lucene.ids.resolve.IdResolver}.
 */
public final class OmdbFlatVectorsWriter extends FlatVectorsWriter {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(OmdbFlatVectorsWriter.class);

  private final SegmentWriteState state;
  private final FlushDocValues.Segment docValues;
  private final MergedIdFields mergedIdFields;
  private final List<BufferedVectors<?>> buffered = new ArrayList<>();
  private final List<FlatFieldWriter> fields = new ArrayList<>();
  private IndexOutput data;
  private IndexOutput index;
  private IndexOutput meta;
  private boolean finished;

  /** Null in a flush. */
  private MergeProgress mergeProgress;

  OmdbFlatVectorsWriter(
      SegmentWriteState state, FlatVectorsScorer scorer, FlushDocValues idDocValues)
      throws IOException {
    super(scorer);
    this.state = state;
    this.docValues = idDocValues.segment(state);
    this.mergedIdFields = new MergedIdFields(state, docValues);
    try {
      data = create(OmdbFlatVectorsFormat.DATA_EXTENSION, OmdbFlatVectorsFormat.DATA_CODEC_NAME);
      index = create(OmdbFlatVectorsFormat.INDEX_EXTENSION, OmdbFlatVectorsFormat.INDEX_CODEC_NAME);
      meta = create(OmdbFlatVectorsFormat.META_EXTENSION, OmdbFlatVectorsFormat.META_CODEC_NAME);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, this);
      throw t;
    }
  }

  private IndexOutput create(String extension, String codecName) throws IOException {
    return SegmentFiles.create(state, extension, codecName, OmdbFlatVectorsFormat.VERSION_CURRENT);
  }

  @Override
  public FlatFieldVectorsWriter<?> addField(FieldInfo field) {
    docValues.checkConnected(field);
    BufferedVectors<?> vectors = BufferedVectors.of(field);
    buffered.add(vectors);
    return vectors;
  }

  @Override
  public void flush(int maxDoc, Sorter.DocMap sortMap) throws IOException {
    for (BufferedVectors<?> vectors : buffered) {
      FieldInfo field = vectors.fieldInfo();
      writeField(field, vectors.source(sortMap, docValues));
      vectors.finish();
    }
  }

  @Override
  public void mergeOneFlatVectorField(FieldInfo field, MergeState mergeState) throws IOException {
    if (mergeProgress == null) {
      mergeProgress = new MergeProgress(mergeState);
    }
    docValues.checkConnected(field);
    writeField(field, new MergedVectors(field, mergeState, docValues, mergedIdFields));
  }

  private Progress progress(FieldInfo field) {
    return mergeProgress == null ? Progress.NONE : mergeProgress.of(field.name);
  }

  /** Writes the image of a field. */
  private void writeField(FieldInfo field, VectorFieldSource source) throws IOException {
    FlatFieldWriter writer = new FlatFieldWriter(field, state.segmentInfo, progress(field));
    writer.writeImage(source, data);
    boolean isMerge =
        mergeProgress != null; // ids were looked for everywhere, not in doc values alone
    IdProvenance.record(field, writer.written(), docValues.idFields(), isMerge);
    fields.add(writer);
  }

  @Override
  public void finish() throws IOException {
    if (finished) {
      throw new IllegalStateException("already finished");
    }
    finished = true;
    CodecUtil.writeFooter(data);
    IOUtils.close(data);
    try (IndexInput images =
        state.directory.openInput(
            SegmentFiles.name(state, OmdbFlatVectorsFormat.DATA_EXTENSION), IOContext.DEFAULT)) {
      for (FlatFieldWriter field : fields) {
        field.writeEntry(meta, index, images);
      }
    }
    meta.writeInt(-1);
    CodecUtil.writeFooter(index);
    CodecUtil.writeFooter(meta);
    IOUtils.close(index, meta);
    verifyIds();
  }

  /** The last check before Lucene uses the segment and, after a merge, deletes the sources. */
  private void verifyIds() throws IOException {
    if (fields.stream().allMatch(field -> field.written().ids() == 0)) {
      return;
    }
    FieldInfos fieldInfos =
        new FieldInfos(fields.stream().map(FlatFieldWriter::field).toArray(FieldInfo[]::new));
    SegmentReadState readState =
        new SegmentReadState(
            state.directory, state.segmentInfo, fieldInfos, IOContext.DEFAULT, state.segmentSuffix);
    try (OmdbFlatVectorsReader reader = new OmdbFlatVectorsReader(readState, vectorsScorer)) {
      for (FlatFieldWriter field : fields) {
        Progress progress = progress(field.field());
        IdTableReader ids = reader.getVectorIds(field.field().name);
        ids.verify(done -> progress.done("check of ids", done, ids.size()));
      }
    }
  }

  @Override
  public long ramBytesUsed() {
    long total = SHALLOW_BYTES;
    for (BufferedVectors<?> vectors : buffered) {
      total += vectors.ramBytesUsed();
    }
    return total;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(mergedIdFields, docValues, data, index, meta);
  }
}
