// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import static org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader.SIMILARITY_FUNCTIONS;

import java.io.IOException;
import org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.omdb.image.ElementType;
import org.omdb.image.OmdbHeader;
import org.omdb.lucene.ids.IdIndexEntry;

/**
 * The entry of one field in the {@code omdm} file; {@link OmdbFlatVectorsFormat} describes the
 * layout.
 *
 * @param encoding float32 or byte components
 * @param similarity how vectors are compared
 * @param dimension components per vector
 * @param count number of vectors
 * @param imageOffset where the image of the field starts in the {@code omdb} file
 * @param imageLength its length in bytes
 * @param ordToDoc the map between ordinals and documents, which is in the {@code omdi} file
 * @param ids where the indexes into the id table are
 */
record FlatFieldEntry(
    VectorEncoding encoding,
    VectorSimilarityFunction similarity,
    int dimension,
    int count,
    long imageOffset,
    long imageLength,
    OrdToDocDISIReaderConfiguration ordToDoc,
    IdIndexEntry ids) {

  private static final int DIRECT_MONOTONIC_BLOCK_SHIFT = 16;

  static ElementType elementType(VectorEncoding encoding) {
    return switch (encoding) {
      case FLOAT32 -> ElementType.FLOAT32;
      case BYTE -> ElementType.INT8;
    };
  }

  /** Whether some documents have a vector and others none, so that there is a map. */
  boolean isSparse() {
    return ordToDoc.isEmpty() == false && ordToDoc.isDense() == false;
  }

  /** Writes the entry up to the ids, and the map between ordinals and documents. */
  static void write(
      IndexOutput meta,
      IndexOutput index,
      FieldInfo field,
      long imageOffset,
      long imageLength,
      DocsWithFieldSet docs,
      int maxDoc)
      throws IOException {
    meta.writeInt(field.number);
    meta.writeInt(field.getVectorEncoding().ordinal());
    meta.writeInt(SIMILARITY_FUNCTIONS.indexOf(field.getVectorSimilarityFunction()));
    meta.writeVInt(field.getVectorDimension());
    meta.writeVInt(docs.cardinality());
    meta.writeVLong(imageOffset);
    meta.writeVLong(imageLength);
    OrdToDocDISIReaderConfiguration.writeStoredMeta(
        DIRECT_MONOTONIC_BLOCK_SHIFT, meta, index, docs.cardinality(), maxDoc, docs);
  }

  /** Reads the entry of a field, behind the field number, and checks it against the schema. */
  static FlatFieldEntry read(IndexInput meta, FieldInfo field) throws IOException {
    VectorEncoding encoding = Lucene99HnswVectorsReader.readVectorEncoding(meta);
    int similarityNumber = meta.readInt();
    if (similarityNumber < 0 || similarityNumber >= SIMILARITY_FUNCTIONS.size()) {
      throw wrong(meta, field, "similarity", similarityNumber, "0 to 3");
    }
    VectorSimilarityFunction similarity = SIMILARITY_FUNCTIONS.get(similarityNumber);
    int dimension = meta.readVInt();
    int count = meta.readVInt();
    long imageOffset = meta.readVLong();
    long imageLength = meta.readVLong();
    check(meta, field, "vector encoding", encoding, field.getVectorEncoding());
    check(meta, field, "similarity", similarity, field.getVectorSimilarityFunction());
    check(meta, field, "dimension", dimension, field.getVectorDimension());
    if (count < 0 || imageOffset < 0 || imageLength < OmdbHeader.BYTES) {
      throw wrong(
          meta,
          field,
          "count, image offset and length",
          count + ", " + imageOffset + " and " + imageLength,
          "0, 0 and " + OmdbHeader.BYTES + " or more");
    }
    return new FlatFieldEntry(
        encoding,
        similarity,
        dimension,
        count,
        imageOffset,
        imageLength,
        OrdToDocDISIReaderConfiguration.fromStoredMeta(meta, count),
        IdIndexEntry.read(meta, count));
  }

  private static void check(
      IndexInput meta, FieldInfo field, String what, Object found, Object expected)
      throws IOException {
    if (found.equals(expected) == false) {
      throw wrong(meta, field, what, found, expected);
    }
  }

  private static CorruptIndexException wrong(
      IndexInput meta, FieldInfo field, String what, Object found, Object expected) {
    return new CorruptIndexException(
        what + " of field \"" + field.name + "\" is " + found + ", expected " + expected, meta);
  }

  /** Size of a vector in bytes. */
  int vectorBytes() {
    return dimension * encoding.byteSize;
  }

  /** Fails if the entry points outside the files. */
  void checkPlaces(IndexInput data, IndexInput index) throws CorruptIndexException {
    SegmentFiles.checkIsIn(data, "image", imageOffset, imageLength);
    SegmentFiles.checkIsIn(index, "positions of ids", ids.positionsOffset(), ids.positionsLength());
    SegmentFiles.checkIsIn(index, "sorted ordinals", ids.sortedOffset(), ids.sortedLength());
  }

  /** Checks that the image is what the entry says. */
  void check(OmdbHeader header, IndexInput image) throws CorruptIndexException {
    boolean hasIds = ids.count() > 0;
    if (header.elementType() != elementType(encoding)
        || header.dimension() != dimension
        || header.count() != count
        || header.hasIdTable() != hasIds
        || (hasIds
            ? header.idTableOffset() != header.vectorsEnd()
            : header.vectorsEnd() != imageLength)) {
      throw new CorruptIndexException(
          "image is "
              + header
              + ", expected "
              + count
              + " vectors of dimension "
              + dimension
              + " encoded as "
              + encoding
              + (hasIds ? " with" : " without")
              + " an id table right behind them",
          image);
    }
  }
}
