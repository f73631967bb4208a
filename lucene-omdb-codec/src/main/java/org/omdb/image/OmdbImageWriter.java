// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BytesRef;

/**
 * Writes one OMDB image to an output. The constructor writes the header. Then come exactly {@code
 * count} vectors, then exactly {@code idCount} ids in the order of their vectors, then {@link
 * #finish}.
 *
 * <p>Both counts have to be known at the start, since an output can't go back to the header. The
 * caller has to close the output. For one thread.
 */
public final class OmdbImageWriter {

  private final IndexOutput out;
  private final OmdbHeader header;
  private final int idCount;
  private final long start;
  private final ByteBuffer row;

  private int vectors;
  private int ids;
  private int lastIndex = -1;

  /**
   * Writes the header.
   *
   * @param out positioned where the image is to start, at any byte of the output
   * @param header the header; its id table offset has to be where the vectors end, or 0 if {@code
   *     idCount} is 0
   * @param idCount number of ids, at most one per vector; 0 for an image without an id table
   * @throws IllegalArgumentException if the header and the number of ids do not fit together
   * @throws IOException if writing fails
   */
  public OmdbImageWriter(IndexOutput out, OmdbHeader header, int idCount) throws IOException {
    if (idCount < 0 || idCount > header.count()) {
      throw new IllegalArgumentException(
          "need 0 to " + header.count() + " ids, one a vector at most, got " + idCount);
    }
    long expected = idCount == 0 ? 0 : header.vectorsEnd();
    if (header.idTableOffset() != expected) {
      throw new IllegalArgumentException(
          "with "
              + idCount
              + " ids the id table offset must be "
              + expected
              + ", got "
              + header.idTableOffset());
    }
    this.out = out;
    this.header = header;
    this.idCount = idCount;
    this.start = out.getFilePointer();
    this.row =
        ByteBuffer.allocate(Math.toIntExact(header.vectorBytes())).order(ByteOrder.LITTLE_ENDIAN);
    header.write(out);
  }

  /**
   * Writes the next float32 vector.
   *
   * @param vector {@code dimension} components
   * @throws IOException if writing fails
   */
  public void writeVector(float[] vector) throws IOException {
    beforeVector(ElementType.FLOAT32, vector.length);
    row.asFloatBuffer().put(vector);
    out.writeBytes(row.array(), row.capacity());
  }

  /**
   * Writes the next int8 vector.
   *
   * @param vector {@code dimension} components
   * @throws IOException if writing fails
   */
  public void writeVector(byte[] vector) throws IOException {
    beforeVector(ElementType.INT8, vector.length);
    out.writeBytes(vector, vector.length);
  }

  /**
   * Copies the next vectors from another image.
   *
   * @param rows vectors in this layout, positioned at the first one to copy
   * @param rowCount how many to copy
   * @throws IOException if reading or writing fails
   */
  public void copyVectors(DataInput rows, int rowCount) throws IOException {
    if (rowCount < 0 || rowCount > header.count() - vectors) {
      throw new IllegalStateException(
          "room for " + (header.count() - vectors) + " more vectors, got " + rowCount);
    }
    out.copyBytes(rows, rowCount * header.vectorBytes());
    vectors += rowCount;
  }

  private void beforeVector(ElementType type, int components) {
    if (type != header.elementType() || components != header.dimension()) {
      throw new IllegalArgumentException(
          "expected a vector of "
              + header.dimension()
              + " components of type "
              + header.elementType()
              + ", got "
              + components
              + " of type "
              + type);
    }
    if (vectors == header.count()) {
      throw new IllegalStateException(
          "more vectors than the " + header.count() + " that the header says");
    }
    vectors++;
  }

  /**
   * Writes the next id.
   *
   * @param index the index of its vector, greater than that of the id before
   * @param id well-formed UTF-8, not empty
   * @return the position of the entry in the table, for {@link OmdbIdTable#readEntry}
   * @throws IllegalArgumentException if the id is empty or not UTF-8: readers would replace or
   *     refuse it
   * @throws IOException if writing fails
   */
  public long writeId(int index, BytesRef id) throws IOException {
    if (vectors != header.count()) {
      throw new IllegalStateException(
          "ids come behind all " + header.count() + " vectors, got " + vectors + " so far");
    }
    if (ids == idCount || index <= lastIndex || index >= header.count()) {
      throw new IllegalStateException(
          "id " + ids + " of " + idCount + " is for vector " + index + " after " + lastIndex);
    }
    if (id.length == 0 || Utf8.isWellFormed(id) == false) {
      throw new IllegalArgumentException(
          "the id of vector " + index + " must be 1 or more bytes of UTF-8, got " + id);
    }
    if (ids == 0) {
      out.writeInt(idCount);
    }
    long position = out.getFilePointer() - start - header.idTableOffset();
    out.writeInt(id.length);
    out.writeInt(index);
    out.writeBytes(id.bytes, id.offset, id.length);
    ids++;
    lastIndex = index;
    return position;
  }

  /**
   * Ends the image.
   *
   * @return its length in bytes
   * @throws IllegalStateException if fewer vectors or ids were written than announced
   */
  public long finish() {
    if (vectors != header.count() || ids != idCount) {
      throw new IllegalStateException(
          "announced "
              + header.count()
              + " vectors and "
              + idCount
              + " ids, wrote "
              + vectors
              + " and "
              + ids);
    }
    return out.getFilePointer() - start;
  }
}
