// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.codecs.lucene95.OffHeapByteVectorValues;
import org.apache.lucene.codecs.lucene95.OffHeapFloatVectorValues;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.FileTypeHint;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.RamUsageEstimator;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.image.OmdbImageReader;
import org.omdb.lucene.ids.IdIndexEntry;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.IdTableReader;
import org.omdb.lucene.ids.VectorIdsProvider;
import org.omdb.lucene.search.ExactSearch;

/**
 * Reads the files of {@link OmdbFlatVectorsFormat}. Safe for any number of threads; the values,
 * scorers and ids that it hands out are for one thread each. On the heap it keeps a record per
 * field, and nothing per vector.
 */
public final class OmdbFlatVectorsReader extends FlatVectorsReader implements VectorIdsProvider {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(OmdbFlatVectorsReader.class);
  private static final long FIELD_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(Field.class)
          + RamUsageEstimator.shallowSizeOfInstance(FlatFieldEntry.class)
          + RamUsageEstimator.shallowSizeOfInstance(IdIndexEntry.class)
          + RamUsageEstimator.shallowSizeOfInstance(OmdbImageReader.class);

  private final FieldInfos fieldInfos;
  private final FlatVectorsScorer scorer;
  private final Map<Integer, Field> fields = new HashMap<>();
  private final IOContext dataContext;
  private final IndexInput data;
  private final IndexInput index;

  private record Field(FlatFieldEntry entry, OmdbImageReader image, IdProvenance provenance) {

    IdTableReader openIds(IndexInput index) throws IOException {
      return new IdTableReader(entry.count(), image.idTable(), entry.ids(), index, provenance);
    }
  }

  OmdbFlatVectorsReader(SegmentReadState state, FlatVectorsScorer scorer) throws IOException {
    this.fieldInfos = state.fieldInfos;
    this.scorer = scorer;
    this.dataContext =
        state.context.withHints(FileTypeHint.DATA, FileDataHint.KNN_VECTORS, DataAccessHint.RANDOM);
    Map<Integer, FlatFieldEntry> entries = new HashMap<>();
    int version = readEntries(state, entries);
    IndexInput openData = null;
    IndexInput openIndex = null;
    try {
      openData =
          SegmentFiles.open(
              state,
              OmdbFlatVectorsFormat.DATA_EXTENSION,
              OmdbFlatVectorsFormat.DATA_CODEC_NAME,
              version,
              dataContext);
      openIndex =
          SegmentFiles.open(
              state,
              OmdbFlatVectorsFormat.INDEX_EXTENSION,
              OmdbFlatVectorsFormat.INDEX_CODEC_NAME,
              version,
              state.context.withHints(FileTypeHint.DATA, DataAccessHint.RANDOM));
      for (int number : entries.keySet()) {
        FlatFieldEntry entry = entries.get(number);
        entry.checkPlaces(openData, openIndex);
        IndexInput slice = openData.slice("image", entry.imageOffset(), entry.imageLength());
        OmdbImageReader image = new OmdbImageReader(slice);
        entry.check(image.header(), slice);
        Field field = new Field(entry, image, IdProvenance.of(fieldInfos.fieldInfo(number)));
        field.openIds(openIndex); // fails now, and not at the first look-up
        fields.put(number, field);
      }
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, openData, openIndex);
      throw t;
    }
    this.data = openData;
    this.index = openIndex;
  }

  private static int readEntries(SegmentReadState state, Map<Integer, FlatFieldEntry> entries)
      throws IOException {
    return SegmentFiles.readMeta(
        state,
        OmdbFlatVectorsFormat.META_EXTENSION,
        OmdbFlatVectorsFormat.META_CODEC_NAME,
        OmdbFlatVectorsFormat.VERSION_START,
        OmdbFlatVectorsFormat.VERSION_CURRENT,
        (meta, field, version) -> entries.put(field.number, FlatFieldEntry.read(meta, field)));
  }

  private Field field(String name) {
    FieldInfo info = fieldInfos.fieldInfo(name);
    Field field = info == null ? null : fields.get(info.number);
    if (field == null) {
      throw new IllegalArgumentException(
          "field=\"" + name + "\" not found among the vector fields of this segment");
    }
    return field;
  }

  private Field field(String name, VectorEncoding expected) {
    Field field = field(name);
    if (field.entry.encoding() != expected) {
      throw new IllegalArgumentException(
          "field=\""
              + name
              + "\" is encoded as: "
              + field.entry.encoding()
              + " expected: "
              + expected);
    }
    return field;
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String fieldName) throws IOException {
    Field field = field(fieldName, VectorEncoding.FLOAT32);
    FlatFieldEntry entry = field.entry;
    if (entry.isSparse() == false) {
      IndexInput vectors = field.image.vectors();
      return OffHeapFloatVectorValues.load(
          entry.similarity(),
          scorer,
          entry.ordToDoc(),
          entry.encoding(),
          entry.dimension(),
          0,
          vectors.length(),
          vectors);
    }
    return new SparseVectorValues.Floats(entry, field.image.vectors(), index, scorer);
  }

  @Override
  public ByteVectorValues getByteVectorValues(String fieldName) throws IOException {
    Field field = field(fieldName, VectorEncoding.BYTE);
    FlatFieldEntry entry = field.entry;
    if (entry.isSparse() == false) {
      IndexInput vectors = field.image.vectors();
      return OffHeapByteVectorValues.load(
          entry.similarity(),
          scorer,
          entry.ordToDoc(),
          entry.encoding(),
          entry.dimension(),
          0,
          vectors.length(),
          vectors);
    }
    return new SparseVectorValues.Bytes(entry, field.image.vectors(), index, scorer);
  }

  @Override
  public IdTableReader getVectorIds(String fieldName) throws IOException {
    return field(fieldName).openIds(index);
  }

  @Override
  public FlatVectorsScorer getFlatVectorScorer(String field) {
    return scorer;
  }

  @Override
  public RandomVectorScorer getRandomVectorScorer(String field, float[] target) throws IOException {
    return scorer.getRandomVectorScorer(
        field(field).entry.similarity(), getFloatVectorValues(field), target);
  }

  @Override
  public RandomVectorScorer getRandomVectorScorer(String field, byte[] target) throws IOException {
    return scorer.getRandomVectorScorer(
        field(field).entry.similarity(), getByteVectorValues(field), target);
  }

  @Override
  public void search(String field, float[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    if (field(field).entry.count() > 0) {
      ExactSearch.search(getRandomVectorScorer(field, target), collector, acceptDocs);
    }
  }

  @Override
  public void search(String field, byte[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    if (field(field).entry.count() > 0) {
      ExactSearch.search(getRandomVectorScorer(field, target), collector, acceptDocs);
    }
  }

  @Override
  public void checkIntegrity() throws IOException {
    SegmentFiles.checkIntegrity(data);
    SegmentFiles.checkIntegrity(index);
  }

  @Override
  public FlatVectorsReader getMergeInstance() throws IOException {
    data.updateIOContext(dataContext.withHints(DataAccessHint.SEQUENTIAL));
    return this;
  }

  @Override
  public void finishMerge() throws IOException {
    data.updateIOContext(dataContext);
  }

  /**
   * Vectors are reported as {@code vec}, as Lucene's own formats do it, because tools look for that
   * name. The rest is reported by file extension: the rest of the image as {@code omdb}, the
   * indexes into the id table as {@code omdi}.
   */
  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo fieldInfo) {
    FlatFieldEntry entry = field(fieldInfo.name).entry;
    if (entry.count() == 0) {
      return Map.of();
    }
    long vectors = (long) entry.count() * entry.vectorBytes();
    return Map.of(
        "vec",
        vectors,
        OmdbFlatVectorsFormat.DATA_EXTENSION,
        entry.imageLength() - vectors,
        OmdbFlatVectorsFormat.INDEX_EXTENSION,
        entry.ids().positionsLength() + entry.ids().sortedLength());
  }

  @Override
  public long ramBytesUsed() {
    return SHALLOW_BYTES + fields.size() * FIELD_BYTES;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(data, index);
  }
}
