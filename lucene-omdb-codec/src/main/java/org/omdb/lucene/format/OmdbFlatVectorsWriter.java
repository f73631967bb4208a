// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.hnsw.FlatFieldVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.RamUsageEstimator;
import org.omdb.image.OmdbHeader;
import org.omdb.image.OmdbIdTable;
import org.omdb.image.OmdbImageWriter;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.IdTableWriter;
import org.omdb.lucene.merge.MergedIdFields;

/**
 * Writes the files of {@link OmdbFlatVectorsFormat}.
 *
 * <p>Flush and merge differ only in their {@link VectorFieldSource}. Each field's image is written
 * at once; {@link #finish} closes the images, sorts the ids where they lie, writes indexes and
 * metadata, and reads all ids back through a new reader before the segment may be used.
 */
public final class OmdbFlatVectorsWriter extends FlatVectorsWriter {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(OmdbFlatVectorsWriter.class);

  private final SegmentWriteState state;
  private final FlushDocValues.Segment docValues;
  private final MergedIdFields mergedIdFields;
  private final List<BufferedVectors<?>> buffered = new ArrayList<>();
  private final List<WrittenField> written = new ArrayList<>();
  private IndexOutput data;
  private IndexOutput index;
  private IndexOutput meta;
  private boolean finished;

  /** A field whose image is complete. */
  private record WrittenField(
      FieldInfo field,
      long imageOffset,
      long imageLength,
      DocsWithFieldSet docs,
      IdTableWriter ids) {}

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
      writeImage(field, vectors.source(sortMap, docValues), false);
      vectors.finish();
    }
  }

  @Override
  public void mergeOneFlatVectorField(FieldInfo field, MergeState mergeState) throws IOException {
    docValues.checkConnected(field);
    writeImage(field, new MergedVectors(field, mergeState, docValues, mergedIdFields), true);
  }

  /**
   * Writes one field.
   *
   * @param isMerge ids are looked for in every way; a flush has doc values alone
   */
  private void writeImage(FieldInfo field, VectorFieldSource source, boolean isMerge)
      throws IOException {
    // The header holds the counts, and the output only goes forward: count first.
    DocsWithFieldSet docs = new DocsWithFieldSet();
    int idCount = 0;
    IdOrigin origin = new IdOrigin();
    VectorFieldSource.Cursor counting = source.cursor();
    for (int doc = counting.nextDoc(); doc != NO_MORE_DOCS; doc = counting.nextDoc()) {
      docs.add(doc);
      if (counting.id() != null) {
        idCount++;
        origin.add(counting);
      }
    }
    int count = docs.cardinality();

    long imageOffset = data.alignFilePointer(OmdbFlatVectorsFormat.IMAGE_ALIGNMENT);
    OmdbHeader header =
        OmdbHeader.of(
            FlatFieldEntry.elementType(field.getVectorEncoding()),
            field.getVectorDimension(),
            count,
            idCount > 0);
    OmdbImageWriter image = new OmdbImageWriter(data, header, idCount);
    VectorFieldSource.Cursor vectors = source.cursor();
    while (vectors.nextDoc() != NO_MORE_DOCS) {
      vectors.writeVector(image);
    }
    IdTableWriter ids = new IdTableWriter();
    if (idCount > 0) {
      writeIds(field, source.cursor(), image, ids);
    }
    long imageLength = image.finish();
    if (idCount > 0) {
      ids.end(imageLength - header.idTableOffset());
    }
    IdProvenance.record(
        field, count, idCount, origin.followed(), origin.idFields, docValues.idFields(), isMerge);
    written.add(new WrittenField(field, imageOffset, imageLength, docs, ids));
  }

  private void writeIds(
      FieldInfo field, VectorFieldSource.Cursor cursor, OmdbImageWriter image, IdTableWriter ids)
      throws IOException {
    long nextPosition = OmdbIdTable.COUNT_BYTES;
    int doc = cursor.nextDoc();
    for (int ordinal = 0; doc != NO_MORE_DOCS; ordinal++, doc = cursor.nextDoc()) {
      BytesRef id = cursor.id();
      if (id == null) {
        ids.addMissing(nextPosition);
        continue;
      }
      try {
        long position = image.writeId(ordinal, id);
        ids.add(position, id);
        nextPosition = position + OmdbIdTable.ENTRY_HEADER_BYTES + id.length;
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "cannot write segment "
                + state.segmentInfo.name
                + ": document "
                + doc
                + " has an id for vector field \""
                + field.name
                + "\" that an id table can't hold; ids are UTF-8 and not empty",
            e);
      }
    }
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
      for (WrittenField w : written) {
        FlatFieldEntry.write(
            meta, index, w.field, w.imageOffset, w.imageLength, w.docs, state.segmentInfo.maxDoc());
        w.ids.write(meta, index, images.slice("image", w.imageOffset, w.imageLength));
      }
    }
    meta.writeInt(-1);
    CodecUtil.writeFooter(index);
    CodecUtil.writeFooter(meta);
    IOUtils.close(index, meta);
    verifyIds();
  }

  /** The id fields that a segment's ids come from, and those that they all follow. */
  private static final class IdOrigin {

    private final Set<String> idFields = new TreeSet<>();
    private List<String> followed;
    private boolean mixed;

    void add(VectorFieldSource.Cursor cursor) {
      if (cursor.isOwnId()) {
        return; // found first wherever the segment goes
      }
      String idField = cursor.idField();
      if (idField != null) {
        idFields.add(idField);
      }
      List<String> next = cursor.followedIdFields();
      mixed |= followed != null && followed.equals(next) == false;
      followed = next;
    }

    List<String> followed() {
      return mixed || followed == null ? List.of() : followed;
    }
  }

  /** A last look before Lucene commits to the segment and, after a merge, drops the sources. */
  private void verifyIds() throws IOException {
    if (written.stream().allMatch(w -> w.ids.count() == 0)) {
      return;
    }
    FieldInfos fieldInfos =
        new FieldInfos(written.stream().map(WrittenField::field).toArray(FieldInfo[]::new));
    SegmentReadState readState =
        new SegmentReadState(
            state.directory, state.segmentInfo, fieldInfos, IOContext.DEFAULT, state.segmentSuffix);
    try (OmdbFlatVectorsReader reader = new OmdbFlatVectorsReader(readState, vectorsScorer)) {
      for (WrittenField w : written) {
        reader.getVectorIds(w.field.name).verify();
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
